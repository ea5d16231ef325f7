"""The question before a session is cancelled, with what it means for the money."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.cancelling.state import CancelState
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog

TITLE, KEEP, CONFIRM = "Cancel this session?", "Keep it", "Cancel session"
YOURS_BACK = "You get it all back. Banks take five to seven working days to show it; UPI is faster."
FREE_UNTIL = "Free of charge until"
NOTHING_BACK = "Less than 24 hours are left, so nothing of it goes back: your mentor has kept the time for you."
THEIRS_BACK = "They are told at once, and get everything back."
NOBODY_YET = "Nobody has booked it yet."


def cancel_dialog(*, as_mentor: bool) -> rx.Component:
    """Once on each page from which somebody can cancel."""
    terms = CancelState.terms
    return dialog(
        rx.el.div(
            rx.el.h3(terms.title, class_name=theme.CARD_TITLE),
            local_time(moment=terms.starts_at, class_name=theme.QUIET),
            rx.cond(terms.other_name != "", rx.el.p(terms.other_name, class_name=theme.QUIET)),
            class_name="flex flex-col gap-1",
        ),
        _for_mentors() if as_mentor else _for_learners(),
        title=TITLE,
        open=CancelState.asking,
        on_close=CancelState.close,
        id="cancelling",
        foot=rx.el.div(
            rx.el.button(KEEP, type="button", class_name=theme.QUIET_BUTTON, custom_attrs={"data-close": ""}),
            rx.el.button(
                CONFIRM,
                id="cancel-confirm",
                type="button",
                on_click=CancelState.confirm,
                class_name=theme.BUTTON,
            ),
            class_name="flex justify-end gap-3",
        ),
    )


def _for_learners() -> rx.Component:
    terms = CancelState.terms
    paid = rx.el.div(
        rx.el.dt("You paid", class_name=theme.QUIET),
        rx.el.dd(terms.total, class_name="font-medium text-ink tabular-nums"),
        class_name="flex justify-between border-b border-line py-2",
    )
    back = rx.el.div(
        rx.el.dt("You get back", class_name=theme.QUIET),
        rx.el.dd(
            rx.cond(terms.goes_back, terms.total, "₹0"),
            id="cancel-back",
            class_name="font-medium text-ink tabular-nums",
        ),
        class_name="flex justify-between border-b border-line py-2",
    )
    until = rx.el.p(FREE_UNTIL, " ", local_time(moment=terms.free_until), ".", class_name=theme.QUIET)
    return rx.fragment(
        rx.el.dl(paid, back),
        rx.cond(terms.goes_back, rx.fragment(rx.el.p(YOURS_BACK), until), rx.el.p(NOTHING_BACK)),
    )


def _for_mentors() -> rx.Component:
    terms = CancelState.terms
    theirs = rx.el.dl(
        rx.el.div(
            rx.el.dt(terms.other_name, " gets back", class_name=theme.QUIET),
            rx.el.dd(terms.total, id="cancel-back", class_name="font-medium text-ink tabular-nums"),
            class_name="flex justify-between border-b border-line py-2",
        )
    )
    return rx.cond(terms.other_name != "", rx.fragment(theirs, rx.el.p(THEIRS_BACK)), rx.el.p(NOBODY_YET))
