"""The question before a session is cancelled, with what it means for the money."""

import reflex as rx

from peerlearn.domain.bookings import GoesBack
from peerlearn.ui import theme
from peerlearn.ui.frames.cancelling.state import CancelState
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog

TITLE, KEEP, CONFIRM = "Cancel this session?", "Keep it", "Cancel session"
YOURS_BACK = "You get it all back."
FREE_UNTIL, PART_UNTIL = "Free of charge until", "That much goes back until"
PART_BACK = (
    "Less than {notice} are left, so not all of it goes back: your mentor has kept the time for you, "
    "and is paid from the rest."
)
NOTHING_BACK = "Less than {notice} are left, so nothing of it goes back: your mentor has kept the time for you."
CREDIT_BACK = "Its credit is back in your package at once. Of a package that is over, the money goes back to you."
CREDIT_USED = "Less than {notice} are left, so its credit is used: your mentor has kept the time for you."
ONE_CREDIT, NO_CREDIT = "1 session of your package", "Nothing"
ARE_LEFT, WERE_LEFT = " are left, so ", " were left when it was moved, so "
THEIRS_BACK = "They are told at once, and get everything back."
YOUR_FEE = (
    "Less than {notice} are left, so PeerLearn takes a cancellation fee from your earnings: the share you "
    "would have had if your learner had cancelled now. Where your earnings are less, later ones make up for it."
)
YOUR_COMPENSATION = (
    "Less than {notice} are left, so your learner is compensated from your earnings with what they would have lost if "
    "they had cancelled now. Where your earnings are less, later ones make up for it."
)
THEIR_CREDIT = "1 session of their package"
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
    until = rx.cond(
        terms.until != "",
        rx.el.p(
            rx.cond(terms.goes_back == GoesBack.ALL, FREE_UNTIL, PART_UNTIL),
            " ",
            local_time(moment=terms.until),
            ".",
            class_name=theme.QUIET,
        ),
    )
    words = rx.match(
        terms.goes_back,
        (GoesBack.ALL, rx.el.p(rx.cond(terms.by_credit, CREDIT_BACK, YOURS_BACK + " " + terms.arrives))),
        (GoesBack.PART, rx.el.p(_late(PART_BACK), " ", terms.arrives)),
        rx.el.p(rx.cond(terms.by_credit, _late(CREDIT_USED), _late(NOTHING_BACK))),
    )
    return rx.fragment(
        rx.el.dl(
            _amount("You paid", rx.cond(terms.by_credit, ONE_CREDIT, terms.total)),
            _amount("You get back", _back(), id="cancel-back"),
            rx.cond(terms.goes_back != GoesBack.ALL, _amount("Stays paid", terms.kept, id="cancel-kept")),
        ),
        words,
        until,
    )


def _late(words: str) -> rx.Var[str]:
    """With the notice that its terms name; of a session that was moved, how little was left then."""
    terms = CancelState.terms
    before, after = words.split("{notice}")
    return before + terms.missed + rx.cond(terms.moved_late, after.replace(ARE_LEFT, WERE_LEFT), after)


def _back() -> rx.Var[str]:
    """A credit is whole, or used; of one that is used in part the rest is money."""
    terms = CancelState.terms
    whole = rx.match(terms.goes_back, (GoesBack.ALL, ONE_CREDIT), (GoesBack.NOTHING, NO_CREDIT), terms.back)
    return rx.cond(terms.by_credit, whole, terms.back)


def _for_mentors() -> rx.Component:
    terms = CancelState.terms
    theirs = rx.el.dl(
        _amount(
            rx.fragment(terms.other_name, " gets back"),
            rx.cond(terms.by_credit, THEIR_CREDIT, terms.total),
            id="cancel-back",
        ),
        rx.cond(terms.fee != "", _amount(_whose_fee(), terms.fee, id="cancel-fee")),
    )
    until = rx.el.p(FREE_UNTIL, " ", local_time(moment=terms.until), ".", class_name=theme.QUIET)
    words = rx.cond(terms.to_learner, _late(YOUR_COMPENSATION), _late(YOUR_FEE))
    fee = rx.cond(terms.fee != "", rx.el.p(words), rx.cond(terms.until != "", until))
    return rx.cond(terms.other_name != "", rx.fragment(theirs, rx.el.p(THEIRS_BACK), fee), rx.el.p(NOBODY_YET))


def _whose_fee() -> rx.Component:
    terms = CancelState.terms
    return rx.cond(terms.to_learner, rx.fragment("You pay ", terms.other_name), "Your cancellation fee")


def _amount(what: str | rx.Component, amount: object, **of_the_amount: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(what, class_name=theme.QUIET),
        rx.el.dd(amount, class_name="font-medium text-ink tabular-nums", **of_the_amount),
        class_name="flex justify-between border-b border-line py-2",
    )
