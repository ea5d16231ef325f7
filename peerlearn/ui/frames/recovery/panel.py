"""The section about recovery codes."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.recovery.state import RecoveryState

TITLE = "Recovery codes"
WHY = "Each lets you sign in once without your phone. New codes replace the old ones."
LEFT = " left"
RENEW, PUT_AWAY = "Make ten new codes", "I have kept them"
KEEP = "Keep them where nobody else finds them. They are not shown again."


def recovery_panel() -> rx.Component:
    """The whole section, for admins; `show_recovery` fills it."""
    return rx.cond(
        RecoveryState.shown,
        rx.el.section(
            rx.el.h2(TITLE, class_name=theme.TITLE),
            rx.el.p(WHY, class_name=theme.QUIET),
            rx.cond(RecoveryState.codes.length() > 0, _codes(), _left()),
            id="recovery",
            class_name=theme.PANEL + " flex flex-col gap-4",
        ),
    )


def _left() -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(RecoveryState.left, id="recovery-left", class_name="text-ink"), LEFT),
        rx.el.button(
            RENEW, id="recovery-renew", type="button", on_click=RecoveryState.renew, class_name=theme.QUIET_BUTTON
        ),
        class_name="flex flex-wrap items-center justify-between gap-4",
    )


def _codes() -> rx.Component:
    return rx.el.div(
        rx.el.p(KEEP),
        rx.el.ul(
            rx.foreach(RecoveryState.codes, lambda code: rx.el.li(rx.el.code(code))),
            id="recovery-codes",
            class_name="grid gap-2 sm:grid-cols-2 text-ink",
        ),
        rx.el.button(
            PUT_AWAY,
            id="recovery-put-away",
            type="button",
            on_click=RecoveryState.put_away,
            class_name=theme.QUIET_BUTTON + " self-start",
        ),
        class_name="flex flex-col gap-4",
    )
