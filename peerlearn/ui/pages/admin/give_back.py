"""The question before a payment is refunded: whose parts go back, and why."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.admin.give_back_state import GiveBackState
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import long_text_field
from peerlearn.ui.widgets.modal import dialog

TITLE, KEEP, CONFIRM = "Refund this payment?", "Keep it", "Refund"
WHY, WHY_HINT = "Reason", "Both people read it"
STILL_KEPT = "Nobody has earned it yet, so nothing is taken from anybody."
CREDIT_BACK = (
    "Its credit is back in the package at once. Of a package that is over, the money goes back to the learner."
)
ONE_CREDIT, GIVE_CREDIT_BACK = "1 session of the package", "Give the session back"
ENDS_PACKAGE = "The package ends with it. What is booked from it stays booked."
ENDS_SESSION = "The session is off with it."
BELOW_ZERO = "Their balance goes below zero. What they earn next makes up for it."


def give_back_dialog() -> rx.Component:
    """Once on the page from which admins refund."""
    terms = GiveBackState.terms
    return dialog(
        rx.el.div(
            rx.el.h3(terms.title, class_name=theme.CARD_TITLE + " break-words"),
            rx.el.p(terms.learner_name, " paid ", terms.mentor_name, class_name=theme.QUIET + " break-words"),
            class_name="flex flex-col gap-1",
        ),
        _parts(),
        rx.cond(terms.ends_session, rx.el.p(ENDS_SESSION)),
        rx.cond(terms.sessions > 0, rx.el.p(ENDS_PACKAGE)),
        rx.el.p(rx.cond(terms.by_credit, CREDIT_BACK, terms.arrives), class_name=theme.QUIET),
        rx.el.form(
            long_text_field(
                WHY,
                id="give-back-reason",
                name="reason",
                problem=GiveBackState.problems.get("reason", ""),
                hint=WHY_HINT,
                max_length=200,
                rows="2",
            ),
            focus_problem(GiveBackState.problems),
            rx.el.div(
                rx.el.button(KEEP, type="button", class_name=theme.QUIET_BUTTON, custom_attrs={"data-close": ""}),
                rx.el.button(
                    rx.cond(terms.by_credit, GIVE_CREDIT_BACK, f"{CONFIRM} {terms.total}"),
                    id="give-back",
                    type="submit",
                    class_name=theme.BUTTON,
                ),
                class_name="flex flex-wrap justify-end gap-3",
            ),
            key=GiveBackState.form_key,
            on_submit=GiveBackState.give_back,
            no_validate=True,
            class_name="flex flex-col gap-3",
        ),
        title=TITLE,
        open=GiveBackState.asking,
        on_close=GiveBackState.close,
        outside_closes=False,
        id="giving-back",
    )


def _parts() -> rx.Component:
    terms = GiveBackState.terms
    earned = rx.fragment(
        _amount(rx.fragment("From ", terms.mentor_name), terms.mentor_gives),
        _amount("From the site", terms.site_gives),
        _amount(rx.fragment(terms.mentor_name, " has afterwards"), terms.mentor_left, id="give-back-left"),
    )
    return rx.fragment(
        rx.el.dl(
            rx.cond(terms.sessions > 0, _amount("Unused", f"{terms.unused} of {terms.sessions} sessions")),
            _amount(rx.fragment(terms.learner_name, " gets back"), rx.cond(terms.by_credit, ONE_CREDIT, terms.total)),
            rx.cond(terms.mentor_gives != "", earned),
        ),
        rx.cond(terms.mentor_gives == "", rx.el.p(STILL_KEPT)),
        rx.cond(terms.below_zero, rx.el.p(BELOW_ZERO, class_name="text-danger")),
    )


def _amount(what: str | rx.Component, amount: rx.Var[str], **of_the_amount: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(what, class_name=theme.QUIET + " min-w-0 break-words"),
        rx.el.dd(amount, class_name="font-medium text-ink tabular-nums", **of_the_amount),
        class_name="flex justify-between gap-4 border-b border-line py-2",
    )
