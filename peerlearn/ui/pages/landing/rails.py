"""The two rails of the start page: the sessions on offer and the mentors learners rate best."""

from urllib.parse import quote

import reflex as rx

from peerlearn.domain.discovery import SessionCard
from peerlearn.ui import theme
from peerlearn.ui.frames.front_state import FrontState
from peerlearn.ui.frames.public import MENTORS_PLACE, SESSIONS_PLACE
from peerlearn.ui.widgets.mentor_card import mentor_card
from peerlearn.ui.widgets.rail import rail
from peerlearn.ui.widgets.session_card import BOOK, book_words, session_card

SESSIONS, MENTORS = "Top Live Sessions", "Best Mentor Sessions"
NO_SESSIONS = ("No live sessions right now", "Be the first: publish one and it appears here within a second.")
NO_MENTORS = ("No mentors to show yet", "They stand here as soon as they have a session that can be booked.")
AS_MENTOR, AS_LEARNER = "Join as Mentor", "Join as Learner"
FAILED = "Unable to load, retry?"
RETRY = "Retry"
LOADING = "Loading sessions..."
SKELETONS = 4


def sessions_rail() -> rx.Component:
    """Live and upcoming sessions, the next first."""
    cards = rx.el.ul(rx.foreach(FrontState.sessions, lambda card: rx.el.li(session_card(card, _book(card)))))
    nothing = _nothing(*NO_SESSIONS, AS_MENTOR, "mentor")
    return _section(SESSIONS, SESSIONS_PLACE, FrontState.session_list, rail(cards, label=SESSIONS), nothing)


def mentors_rail() -> rx.Component:
    """The best rated mentors with their next session."""
    cards = rx.el.ul(
        rx.foreach(FrontState.mentors, lambda card: rx.el.li(mentor_card(card, _book(card.session, BOOK))))
    )
    nothing = _nothing(*NO_MENTORS, AS_LEARNER, "learner")
    return _section(MENTORS, MENTORS_PLACE, FrontState.mentor_list, rail(cards, label=MENTORS), nothing)


def _section(heading: str, place: str, status: rx.Var[str], ready: rx.Component, nothing: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.h2(heading, class_name=theme.HEADLINE),
        rx.match(
            status,
            ("ready", rx.el.div(ready, class_name="appear")),
            ("empty", nothing),
            ("error", _failed()),
            _loading(),
        ),
        id=place,
        class_name="flex flex-col gap-4 pt-10 scroll-mt-16",
    )


def _book(card: rx.vars.ObjectVar[SessionCard], words: rx.Var[str] | str | None = None) -> rx.Component:
    """A visitor is led through registration, and from there back to this very booking."""
    back = quote("/dashboard/learner/?book=", safe="")
    return rx.el.a(
        words or book_words(card),
        rx.el.span(" ", card.title, class_name="sr-only"),
        href=f"/register/?role=learner&next={back}{card.offering_id}",
        class_name=theme.QUIET_BUTTON + " relative",
    )


def _nothing(title: str, words: str, press: str, role: str) -> rx.Component:
    return rx.el.div(
        rx.el.p(title, class_name=theme.SUBTITLE),
        rx.el.p(words, class_name=theme.QUIET),
        rx.el.a(press, href=f"/register/?role={role}", class_name=theme.QUIET_BUTTON + " mt-2"),
        class_name=theme.CARD + " items-start min-h-40 justify-center appear",
    )


def _failed() -> rx.Component:
    return rx.el.div(
        rx.el.p(FAILED, class_name=theme.SUBTITLE),
        rx.el.p("Reference ", FrontState.reference, class_name=theme.QUIET),
        rx.el.button(RETRY, type="button", on_click=FrontState.reread, class_name=theme.QUIET_BUTTON),
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
