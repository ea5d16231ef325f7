"""Another time for a session: the question, and what stands on the card while somebody is to answer."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.moving.state import MoveState
from peerlearn.ui.widgets.booked_card import BookedCard
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import form_field
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog
from peerlearn.ui.widgets.moment_field import moment_field

ANOTHER_TIME, NOT_NOW, ASK = "Another time", "Not now", "Ask for it"
FIELD, FIELD_ID, FORM_ID, SO_FAR = "New date and time", "move-starts-at", "move-form", "So far: "
WHY = " is told at once and answers with one press. Until then the old time stays, and the money stays where it is."
KEEPS_TERMS = "The time for cancelling free of charge is over, and moving the session does not bring it back."
KEEPS_FEE = "Calling this session off now would cost you something. If you move it, that stays so until it has begun."
ASKS, YOU_ASKED, WAITING = " asks for another time", "You asked for another time", "Waiting for an answer."
ACCEPT, KEEP, TAKE_BACK = "Accept", "Keep the old time", "Take it back"
_ASIDE = "flex flex-col gap-2 rounded-2xl bg-lilac-wash p-4"


def move_press(card: rx.vars.ObjectVar[BookedCard]) -> rx.Component:
    """The button on the card of a session that can be moved, while no other time is proposed."""
    return rx.cond(
        card.movable,
        rx.el.button(
            ANOTHER_TIME,
            type="button",
            on_click=MoveState.ask(card.booking_id),
            class_name=theme.QUIET_BUTTON,
            custom_attrs={"aria-label": f"{ANOTHER_TIME} for {card.title}"},
        ),
    )


def proposed_time(card: rx.vars.ObjectVar[BookedCard], *, as_mentor: bool) -> rx.Component:
    """What is proposed, on its card: with an answer for the one, and a way back for the other."""
    proposed = card.proposal
    words = KEEPS_FEE if as_mentor else KEEPS_TERMS
    terms = rx.cond(proposed.keeps_terms, rx.el.p(words, class_name=theme.QUIET))
    theirs = rx.fragment(
        rx.el.p(rx.el.strong(card.other_name, class_name="font-medium text-ink"), ASKS),
        _moment(proposed.starts_at),
        terms,
        rx.el.div(
            _press(ACCEPT, MoveState.accept(proposed.proposal_id), card.title, theme.BUTTON),
            _press(KEEP, MoveState.keep(proposed.proposal_id), card.title, theme.QUIET_BUTTON),
            class_name="flex flex-wrap gap-3 pt-1",
        ),
    )
    mine = rx.fragment(
        rx.el.p(YOU_ASKED),
        _moment(proposed.starts_at),
        rx.el.p(WAITING, class_name=theme.QUIET),
        rx.el.div(_press(TAKE_BACK, MoveState.take_back(proposed.proposal_id), card.title, theme.QUIET_BUTTON)),
    )
    return rx.cond(
        proposed.proposal_id != 0,
        rx.el.div(rx.cond(proposed.mine, mine, theirs), class_name=_ASIDE, custom_attrs={"data-proposal": ""}),
    )


def move_dialog(*, as_mentor: bool) -> rx.Component:
    """Once on each page from which somebody can ask for another time."""
    terms = MoveState.terms
    warning = rx.cond(terms.keeps_terms, rx.el.p(KEEPS_FEE if as_mentor else KEEPS_TERMS))
    return dialog(
        rx.el.div(
            rx.el.h3(terms.title, class_name=theme.CARD_TITLE),
            rx.el.p(SO_FAR, local_time(moment=terms.starts_at), class_name=theme.QUIET),
            class_name="flex flex-col gap-1",
        ),
        _form(),
        rx.el.p(terms.other_name, WHY, class_name=theme.QUIET),
        warning,
        title=ANOTHER_TIME,
        open=MoveState.asking,
        on_close=MoveState.close,
        outside_closes=False,
        id="moving",
        foot=rx.el.div(
            rx.el.button(NOT_NOW, type="button", class_name=theme.QUIET_BUTTON, custom_attrs={"data-close": ""}),
            rx.el.button(ASK, id="move-submit", type="submit", form=FORM_ID, class_name=theme.BUTTON),
            class_name="flex justify-end gap-3",
        ),
    )


def _form() -> rx.Component:
    problem = rx.cond(MoveState.problems.contains("starts_at"), MoveState.problems["starts_at"], "")
    field = moment_field(
        id=FIELD_ID,
        name="starts_at",
        aria_describedby=f"{FIELD_ID}-problem",
        aria_invalid=problem != "",
        class_name=theme.FIELD,
    )
    return rx.el.form(
        form_field(FIELD, field, id=FIELD_ID, problem=problem),
        focus_problem(MoveState.problems),
        id=FORM_ID,
        key=MoveState.form_key,
        on_submit=MoveState.propose,
    )


def _moment(starts_at: rx.Var[str]) -> rx.Component:
    return rx.el.p(
        icon("calendar"),
        local_time(moment=starts_at),
        class_name="flex items-center gap-2 font-medium text-ink",
    )


def _press(words: str, deed: rx.event.EventSpec, title: rx.Var[str], look: str) -> rx.Component:
    return rx.el.button(
        words,
        rx.el.span(": ", title, class_name="sr-only"),
        type="button",
        on_click=deed,
        class_name=look,
    )
