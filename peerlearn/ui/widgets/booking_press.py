"""The way to book a session from anywhere: for learners straight to its pop-up, for visitors through registration."""

from typing import Any
from urllib.parse import quote

import reflex as rx

from peerlearn.domain.accounts import Role, Viewer
from peerlearn.ui import theme
from peerlearn.ui.widgets.either import when
from peerlearn.ui.widgets.session_card import book_words

VISITOR, LEARNER, NOBODY = "visitor", "learner", "nobody"  # for whom a page offers booking

BOOKING_POP_UP = "/dashboard/learner/?book="  # with a session's number: the learner's page with its pop-up open
_VIA_REGISTRATION = f"/register/?role={Role.LEARNER}&next={quote(BOOKING_POP_UP, safe='')}"


def booker(viewer: Viewer | None) -> str:
    """Who is looking, as far as booking goes; only learners book."""
    if viewer is None:
        return VISITOR
    return LEARNER if viewer.role == Role.LEARNER else NOBODY


def booking_press(card: Any, who: Any, *, look: str = theme.QUIET_BUTTON + " relative") -> rx.Component:
    """Book or Join Now, for whom it is; the card asks whether it can be booked."""
    press = rx.el.a(
        book_words(card),
        rx.el.span(" ", card.title, class_name="sr-only"),
        href=booking_href(card, who),
        class_name=look,
        custom_attrs={"data-book": f"{card.offering_id}"},
    )
    return when(who == NOBODY, rx.fragment(), press)


def booking_href(card: Any, who: Any) -> Any:
    """Where booking goes on; after registering or signing in a visitor is led to the same place."""
    return when(who == LEARNER, f"{BOOKING_POP_UP}{card.offering_id}", f"{_VIA_REGISTRATION}{card.offering_id}")
