"""The cards of booked sessions, on both dashboards: the booking's facts and the way into its room."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from peerlearn.domain import bookings, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import BookingStatus, CancelReason, InsteadCard, ProposalCard
from peerlearn.ui import theme
from peerlearn.ui.widgets.badge import badge
from peerlearn.ui.widgets.booking_words import status_words
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.offering_card import person_line, topic_tags, when_line

CANCEL = "Cancel"
NOTHING_PROPOSED = ProposalCard(0, 0, "", mine=False, keeps_terms=False)


@dataclass(frozen=True)
class BookedCard:
    """One booked session; `starts_at` is ISO 8601 in UTC, `join_href` empty until there is a room."""

    booking_id: int
    title: str
    other_name: str
    topics: list[str]
    starts_at: str
    duration_minutes: int
    status: str
    status_text: str
    status_more: str
    cancel_reason: str
    join_href: str
    offering_id: int
    cancellable: bool
    movable: bool  # and nobody has proposed another time yet
    proposal: ProposalCard
    instead: list[InsteadCard]  # of one that was taken before its money came


def booked_cards(db: Session, viewer: Viewer) -> list[BookedCard]:
    """What is ahead for this person, soonest first."""
    upcoming = bookings.upcoming_for(db, viewer)
    confirmed = [card.booking_id for card in upcoming if card.status == BookingStatus.CONFIRMED]
    addresses = rooms.addresses_for(db, [card.booking_id for card in upcoming])
    proposed = bookings.proposals_for(db, viewer, confirmed) if confirmed else {}
    return [
        BookedCard(
            booking_id=card.booking_id,
            title=card.title,
            other_name=card.other_name,
            topics=list(card.topics),
            starts_at=card.starts_at,
            duration_minutes=card.duration_minutes,
            status=card.status,
            status_text=words.short,
            status_more=words.more,
            cancel_reason=card.cancel_reason,
            join_href=f"/session/{addresses[card.booking_id]}/" if card.booking_id in addresses else "",
            offering_id=card.offering_id,
            cancellable=card.cancellable,
            movable=card.cancellable and card.status == BookingStatus.CONFIRMED and card.booking_id not in proposed,
            proposal=proposed.get(card.booking_id, NOTHING_PROPOSED),
            instead=bookings.instead_of(db, card.booking_id) if card.cancel_reason == CancelReason.NOT_FREE else [],
        )
        for card in upcoming
        for words in (status_words(card.status, card.cancel_reason, viewer.role, by_credit=card.by_credit),)
    ]


def booked_card(
    card: rx.vars.ObjectVar[BookedCard], cancel: rx.event.EventSpec, *more: rx.Component, move: rx.Component
) -> rx.Component:
    """State, title, the other person, time, Join when there is a room, and the way out of it.

    Args:
        card: the booking.
        cancel: what happens when Cancel is pressed; it only asks.
        more: what else there is to say or to answer.
        move: the button for another time.
    """
    return rx.el.article(
        status_badge(card.status, card.status_text),
        rx.el.h3(card.title, class_name=theme.CARD_TITLE),
        when_line(card.starts_at, card.duration_minutes),
        person_line(card.other_name),
        topic_tags(card.topics),
        rx.cond(card.status_more != "", rx.el.p(card.status_more, class_name=theme.QUIET)),
        *more,
        rx.el.div(
            rx.cond(card.cancellable, cancel_button(card.title, cancel)),
            move,
            rx.cond(
                card.join_href != "",
                rx.el.a(
                    icon("video"),
                    "Join",
                    href=card.join_href,
                    # The room's code is fetched while the button is shown, so that the click opens it at once.
                    custom_attrs={"prefetch": "render"},
                    class_name=theme.BUTTON + " grow",
                ),
            ),
            class_name="mt-auto flex flex-wrap gap-3 pt-2 empty:hidden",
        ),
        class_name=theme.CARD,
        custom_attrs={"data-booking": card.booking_id.to_string(), "data-status": card.status},
    )


def cancel_button(title: rx.Var[str], cancel: rx.event.EventSpec) -> rx.Component:
    """Quiet, and by name for whoever cannot see beside what it stands."""
    return rx.el.button(
        CANCEL,
        type="button",
        on_click=cancel,
        class_name=theme.QUIET_BUTTON,
        custom_attrs={"aria-label": f"{CANCEL} {title}"},
    )


def status_badge(status: rx.Var[str], words: rx.Var[str]) -> rx.Component:
    """The state in words; colour only underlines it."""
    return rx.match(
        status,
        ("confirmed", badge(words, tone="good")),
        ("pending", badge(words, tone="chosen")),
        ("held", badge(words, tone="notice")),
        badge(words),
    )
