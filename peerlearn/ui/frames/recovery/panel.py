"""The section about recovery codes, and the question for fresh digits before new ones are made."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.recovery.state import RecoveryState
from peerlearn.ui.step_up import StepUpState
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.modal import dialog

TITLE = "Recovery codes"
WHY = "Each lets you sign in once without your phone. New codes replace the old ones."
LEFT = " left"
RENEW, PUT_AWAY = "Make ten new codes", "I have kept them"
KEEP = "Keep them where nobody else finds them. They are not shown again."
ASK_TITLE = "Is it you?"
ASK = "This needs fresh digits from your authenticator app, or one of your recovery codes."


def recovery_panel() -> rx.Component:
    """The whole section, for admins; `show_recovery` fills it."""
    return rx.cond(
        RecoveryState.shown,
        rx.el.section(
            rx.el.h2(TITLE, class_name=theme.TITLE),
            rx.el.p(WHY, class_name=theme.QUIET),
            rx.cond(RecoveryState.codes.length() > 0, _codes(), _left()),
            step_up_dialog(),
            id="recovery",
            class_name=theme.PANEL + " flex flex-col gap-4",
        ),
    )


def step_up_dialog() -> rx.Component:
    """Opens when something needs a second factor that was given lately; on every page with such a thing."""
    return dialog(
        rx.el.form(
            rx.el.p(ASK),
            # No field for six digits alone: a recovery code is longer.
            text_field(
                "Code",
                id="step-up-code",
                name="code",
                auto_complete="one-time-code",
                problem=StepUpState.problems.get("code", ""),
            ),
            rx.el.button("Confirm", id="step-up-prove", type="submit", class_name=theme.BUTTON + " self-start"),
            focus_problem(StepUpState.problems),
            on_submit=StepUpState.prove,
            no_validate=True,
            class_name="flex flex-col gap-4",
        ),
        title=ASK_TITLE,
        open=StepUpState.asked,
        on_close=StepUpState.close,
        id="step-up",
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
