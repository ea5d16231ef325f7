"""The rails of the start page as plain HTML, for who reads it without JavaScript."""

import reflex as rx

from peerlearn.domain.discovery import FrontPage
from peerlearn.ui import theme
from peerlearn.ui.pages.landing.rails import MENTORS, NO_SESSIONS, SESSIONS
from peerlearn.ui.widgets.booking_press import VISITOR, booking_press
from peerlearn.ui.widgets.mentor_card import mentor_card
from peerlearn.ui.widgets.plain_html import plain_html
from peerlearn.ui.widgets.session_card import session_card


def landing_as_html(page: FrontPage) -> str:
    """Both rails."""
    sessions = [session_card(card, booking_press(card, VISITOR)) for card in page.sessions]
    mentors = [mentor_card(card, booking_press(card.session, VISITOR)) for card in page.mentors]
    return plain_html(
        rx.el.div(
            _rail(SESSIONS, sessions or [rx.el.p(NO_SESSIONS[0])]),
            _rail(MENTORS, mentors) if mentors else rx.fragment(),
            class_name=f"{theme.COLUMN} py-8 flex flex-col gap-8",
        )
    )


def _rail(title: str, cards: list[rx.Component]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, class_name=theme.TITLE),
        rx.el.div(*cards, class_name="grid gap-4 sm:grid-cols-2 lg:grid-cols-3"),
        class_name="flex flex-col gap-4",
    )
