"""The card of one session, as everybody may see it."""

from typing import Any

import reflex as rx

from peerlearn.domain.discovery import SessionState
from peerlearn.ui import theme
from peerlearn.ui.widgets import either
from peerlearn.ui.widgets.avatar import avatar
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.stars import stars

JOIN, BOOK, BOOKED = "Join Now", "Book", "Booked"
LIVE, SOON = "Live now", "Starts soon"
_STATE = "inline-flex self-start items-center gap-2 rounded-full px-3 py-1 text-sm font-medium"


def session_card(card: Any, book: rx.Component, *, with_mentor: bool = True) -> rx.Component:
    """What it is about, with whom and when; `book` stands there while it can be had.

    Args:
        card: the session.
        book: what to press; its words come from `book_words`.
        with_mentor: whether the mentor is named; not on a page that is all theirs.
    """
    return rx.el.article(
        rx.el.div(when(card), class_name="min-h-7"),
        rx.el.h3(
            rx.el.a(card.title, href=card.href, class_name="card-link line-clamp-2"),
            class_name="font-display font-medium text-lg leading-snug text-ink min-h-12",
        ),
        topics(card.topics),
        _mentor(card) if with_mentor else rx.el.div(class_name="mt-auto"),
        rx.el.div(
            rx.el.span(card.price, class_name="font-display font-bold text-xl text-ink"),
            either.when(card.bookable, book, rx.el.span(BOOKED, class_name=theme.QUIET)),
            class_name="flex items-center justify-between gap-3 min-h-11 border-t border-line pt-4",
        ),
        class_name=theme.CARD + " relative w-full gap-4",
        custom_attrs={"data-offering": f"{card.offering_id}", "data-state": card.state},
    )


def book_words(card: Any) -> Any:
    """ "Join Now" when it starts within minutes, else "Book"."""
    return either.when(card.state == SessionState.SOON, JOIN, BOOK)


def when(card: Any) -> rx.Component:
    """Its moment in the reader's zone, or that it is on."""
    live = rx.el.span(rx.el.span(class_name="live-dot"), LIVE, class_name=f"{_STATE} bg-brand-wash text-ink")
    clock = local_time(moment=card.starts_at, look="clock")
    soon = rx.el.span(SOON, clock, class_name=f"{_STATE} bg-lilac-wash text-ink")
    return either.one_of(
        card.state,
        {SessionState.LIVE: live, SessionState.SOON: soon},
        rx.el.p(
            local_time(moment=card.starts_at),
            " · ",
            rx.el.span(f"{card.duration_minutes} min", class_name="whitespace-nowrap"),
            class_name=theme.QUIET,
        ),
    )


def topics(words: Any) -> rx.Component:
    """The topics, in one or two rows."""
    return rx.el.ul(
        either.each(words, lambda word: rx.el.li(word, class_name=theme.TAG)),
        class_name="flex flex-wrap gap-2 list-none p-0 max-h-18 overflow-hidden",
        custom_attrs={"aria-label": "Topics"},
    )


def _mentor(card: Any) -> rx.Component:
    return rx.el.div(
        avatar(card.mentor_name),
        rx.el.div(
            rx.el.p(card.mentor_name, class_name="font-medium text-ink truncate"),
            stars(card.rating, card.rating_percent, card.ratings),
            class_name="min-w-0",
        ),
        class_name="flex items-center gap-3 mt-auto pt-2",
    )
