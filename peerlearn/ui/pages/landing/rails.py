"""The two rails of the start page: the sessions on offer and the mentors learners rate best."""

from typing import Any

import reflex as rx

from peerlearn.domain.discovery import FrontPage
from peerlearn.ui import theme
from peerlearn.ui.frames.front_state import FrontState
from peerlearn.ui.frames.public import MENTORS_PLACE, SESSIONS_PLACE
from peerlearn.ui.widgets.booking_press import VISITOR, booking_press
from peerlearn.ui.widgets.either import each
from peerlearn.ui.widgets.mentor_card import mentor_card
from peerlearn.ui.widgets.plain_html import plain_html
from peerlearn.ui.widgets.rail import plain_rail, rail
from peerlearn.ui.widgets.retry_button import retry_button
from peerlearn.ui.widgets.session_card import session_card
from peerlearn.ui.widgets.told_first import told_first

SESSIONS, MENTORS = "Top Live Sessions", "Best Mentor Sessions"
NO_SESSIONS = ("No live sessions right now", "Be the first: publish one and it appears here within a second.")
NO_MENTORS = ("No mentors to show yet", "They stand here as soon as they have a session that can be booked.")
AS_MENTOR, AS_LEARNER = "Join as Mentor", "Join as Learner"
FAILED = "Unable to load, retry?"
LOADING = "Loading sessions..."
SKELETONS = 4


def sessions_rail() -> rx.Component:
    """Live and upcoming sessions, the next first."""
    live = rail(_sessions(FrontState.sessions), label=SESSIONS)
    return _section(SESSIONS, SESSIONS_PLACE, FrontState.session_list, live, _no_sessions())


def mentors_rail() -> rx.Component:
    """The best rated mentors with their next session."""
    live = rail(_mentors(FrontState.mentors), label=MENTORS)
    return _section(MENTORS, MENTORS_PLACE, FrontState.mentor_list, live, _no_mentors())


def rails_as_html(page: FrontPage) -> dict[str, str]:
    """What both hold as plain HTML, by their places: for who reads the page before or without its JavaScript."""
    sessions = plain_rail(_sessions(page.sessions), label=SESSIONS) if page.sessions else _no_sessions()
    mentors = plain_rail(_mentors(page.mentors), label=MENTORS) if page.mentors else _no_mentors()
    return {SESSIONS_PLACE: plain_html(sessions), MENTORS_PLACE: plain_html(mentors)}


def _sessions(cards: Any) -> rx.Component:
    return rx.el.ul(each(cards, lambda card: rx.el.li(session_card(card, booking_press(card, VISITOR)))))


def _mentors(cards: Any) -> rx.Component:
    return rx.el.ul(each(cards, lambda card: rx.el.li(mentor_card(card, booking_press(card.session, VISITOR)))))


def _section(heading: str, place: str, status: rx.Var[str], ready: rx.Component, nothing: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.h2(heading, class_name=theme.HEADLINE),
        rx.match(
            status,
            ("ready", ready),
            ("empty", nothing),
            ("error", _failed(place)),
            told_first(place, _loading()),
        ),
        id=place,
        class_name="flex flex-col gap-4 pt-10 scroll-mt-16",
    )


def _no_sessions() -> rx.Component:
    return _nothing(*NO_SESSIONS, AS_MENTOR, "mentor")


def _no_mentors() -> rx.Component:
    return _nothing(*NO_MENTORS, AS_LEARNER, "learner")


def _nothing(title: str, words: str, press: str, role: str) -> rx.Component:
    return rx.el.div(
        rx.el.p(title, class_name=theme.SUBTITLE),
        rx.el.p(words, class_name=theme.QUIET),
        rx.el.a(press, href=f"/register/?role={role}", class_name=theme.QUIET_BUTTON + " mt-2"),
        class_name=theme.CARD + " items-start min-h-40 justify-center",
    )


def _failed(place: str) -> rx.Component:
    return rx.el.div(
        rx.el.p(FAILED, class_name=theme.SUBTITLE),
        rx.el.p("Reference ", FrontState.reference, class_name=theme.QUIET),
        retry_button(place, FrontState.reread),
        class_name=theme.CARD + " items-start min-h-40 justify-center",
        role="alert",
    )


def _loading() -> rx.Component:
    return rx.el.div(
        *(rx.el.div(class_name="rail-skeleton") for _ in range(SKELETONS)),
        class_name="flex gap-5 overflow-hidden py-3",
        custom_attrs={"aria-busy": "true", "aria-label": LOADING},
        role="status",
    )
