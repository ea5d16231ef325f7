"""The card of one session, as everybody may see it."""

import reflex as rx

from peerlearn.domain.discovery import SessionCard, SessionState
from peerlearn.ui import theme
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.mentor_mark import face, rating

JOIN, BOOK, BOOKED = "Join Now", "Book", "Booked"
LIVE, SOON = "Live now", "Starts soon"
_STATE = "inline-flex self-start items-center gap-2 rounded-full px-3 py-1 text-sm font-medium"


def session_card(card: rx.vars.ObjectVar[SessionCard], book: rx.Component) -> rx.Component:
    """What it is about, with whom and when; `book` stands there while it can be had.

    Args:
        card: the session.
        book: what to press; its words come from `book_words`.
    """
    return rx.el.article(
        rx.el.div(when(card), class_name="min-h-7"),
        rx.el.h3(
            rx.el.a(card.title, href=card.href, class_name="card-link line-clamp-2"),
            class_name="font-display font-medium text-lg leading-snug text-ink min-h-12",
        ),
        topics(card.topics),
        rx.el.div(
            face(card.mentor_name),
            rx.el.div(
                rx.el.p(card.mentor_name, class_name="font-medium text-ink truncate"),
                rating(card.rating, card.rating_percent, card.ratings),
                class_name="min-w-0",
            ),
            class_name="flex items-center gap-3 mt-auto pt-2",
        ),
        rx.el.div(
            rx.el.span(card.price, class_name="font-display font-bold text-xl text-ink"),
            rx.cond(card.bookable, book, rx.el.span(BOOKED, class_name=theme.QUIET)),
            class_name="flex items-center justify-between gap-3 min-h-11 border-t border-line pt-4",
        ),
        class_name=theme.CARD + " lifts relative w-full gap-4",
        custom_attrs={"data-offering": card.offering_id.to_string(), "data-state": card.state},
    )


def book_words(card: rx.vars.ObjectVar[SessionCard]) -> rx.Var[str]:
    """ "Join Now" when it starts within minutes, else "Book"."""
    return rx.cond(card.state == SessionState.SOON, JOIN, BOOK)


def when(card: rx.vars.ObjectVar[SessionCard]) -> rx.Component:
    """Its moment in the reader's zone, or that it is on."""
    return rx.match(
        card.state,
        (
            SessionState.LIVE,
            rx.el.span(rx.el.span(class_name="live-dot"), LIVE, class_name=f"{_STATE} bg-brand-wash text-ink"),
        ),
        (
            SessionState.SOON,
            rx.el.span(
                SOON, local_time(moment=card.starts_at, look="clock"), class_name=f"{_STATE} bg-lilac-wash text-ink"
            ),
        ),
        rx.el.p(
            local_time(moment=card.starts_at),
            " · ",
            rx.el.span(card.duration_minutes.to_string(), " min", class_name="whitespace-nowrap"),
            class_name=theme.QUIET,
        ),
    )


def topics(words: rx.Var[list[str]]) -> rx.Component:
    """The topics, in one or two rows."""
    return rx.el.ul(
        rx.foreach(words, lambda word: rx.el.li(word, class_name=theme.TAG)),
        class_name="flex flex-wrap gap-2 list-none p-0 max-h-18 overflow-hidden",
        custom_attrs={"aria-label": "Topics"},
    )
