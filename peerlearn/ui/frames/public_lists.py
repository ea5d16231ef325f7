"""The sessions and the mentors as dialogs, for public pages that have no rails."""

import reflex as rx

from peerlearn.domain.discovery import MentorCard, SessionCard
from peerlearn.ui import theme
from peerlearn.ui.frames.front_state import FrontState
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog

SESSIONS, MENTORS = "Live and upcoming sessions", "Top mentors"
NO_SESSIONS, NO_MENTORS = "No live sessions right now.", "No mentors have published a session yet."
_ROW = "flex items-center justify-between gap-4 rounded-2xl px-4 py-3 -mx-4 hover:bg-lilac-wash"


def session_list_dialog() -> rx.Component:
    """Title, mentor, time and price of each."""
    return _dialog("sessions", SESSIONS, NO_SESSIONS, FrontState.sessions, _session_row)


def mentor_list_dialog() -> rx.Component:
    """Name, rating, next session and its price of each."""
    return _dialog("mentors", MENTORS, NO_MENTORS, FrontState.mentors, _mentor_row)


def _dialog(name: str, heading: str, nothing: str, cards: rx.Var, row) -> rx.Component:
    return dialog(
        rx.cond(
            cards.length() == 0,
            rx.el.p(nothing, class_name=theme.QUIET),
            rx.el.ul(rx.foreach(cards, row), class_name="list-none p-0"),
        ),
        open=FrontState.listing == name,
        title=heading,
        on_close=FrontState.close_list,
    )


def _session_row(card: rx.vars.ObjectVar[SessionCard]) -> rx.Component:
    return _row(card.href, card.title, card.mentor_name, local_time(moment=card.starts_at), card.price)


def _mentor_row(card: rx.vars.ObjectVar[MentorCard]) -> rx.Component:
    rated = rx.cond(card.rating != "", "Rated " + card.rating, "New")
    return _row(card.href, card.name, rated, card.session.title, card.session.price)


def _row(href, name, beside, below, price) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.span(name, class_name="block font-medium text-ink"),
                rx.el.span(beside, " · ", below, class_name="block " + theme.QUIET),
            ),
            rx.el.span(price, class_name="font-display font-bold text-ink"),
            href=href,
            on_click=FrontState.close_list,
            class_name=_ROW,
        )
    )
