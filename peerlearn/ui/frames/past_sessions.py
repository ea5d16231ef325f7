"""The past sessions of a learner or a mentor, newest first, each with its summary; a page at a time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from peerlearn.domain import bookings, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import UpcomingCard
from peerlearn.kit import ids
from peerlearn.kit.work import read
from peerlearn.ui import theme
from peerlearn.ui.action import Needs, action
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.booking_words import status_words
from peerlearn.ui.widgets.list_states import Listing, empty_state, list_states
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.nav_link import own_link

log = logging.getLogger(__name__)

PAST, SUMMARY, NEWER, OLDER = "Past sessions", "Summary", "Newer", "Older"
NOTHING_PAST = "No session of yours has ended yet."
TURNING = Pace(at_once=20, seconds_each=1)
LAST_PAGE = 10_000


@dataclass(frozen=True)
class PastCard:
    """One session of the past; `starts_at` is ISO 8601 in UTC, `summary_href` empty where it did not take place."""

    booking_id: int
    title: str
    other_name: str
    starts_at: str
    summary_href: str
    room_id: str  # empty where it did not take place
    missed: str  # why it did not take place


def past_cards(db: Session, viewer: Viewer, *, page: int) -> tuple[list[PastCard], bool]:
    """A page of them, and whether there are more."""
    past, more = bookings.past_for(db, viewer, page=page)
    took_place = [card.booking_id for card in past if not card.cancel_reason]
    addresses = rooms.addresses_for(db, took_place, ended=True)
    hrefs = {booking_id: f"/session/{address}/" for booking_id, address in addresses.items()}
    cards = [
        PastCard(
            card.booking_id,
            card.title,
            card.other_name,
            card.starts_at,
            hrefs.get(card.booking_id, ""),
            addresses.get(card.booking_id, ""),
            _missed(card, viewer) if card.cancel_reason else "",
        )
        for card in past
    ]
    return cards, more


def _missed(card: UpcomingCard, viewer: Viewer) -> str:
    return str(status_words(card.status, card.cancel_reason, viewer.role, by_credit=card.by_credit))


class PastState(rx.State):
    """One page of one person's past sessions."""

    listing: str = Listing.LOADING
    cards: list[PastCard] = []
    page: int = 0
    more: bool = False
    reference: str = ""

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Show the newest."""
        self.listing, self.cards, self.page = Listing.LOADING, [], 0
        await self._show()

    @action(needs=Needs.SIGNED_IN, pace=TURNING)
    async def turn_to(self, page: int):
        """Show an older page, or a newer one."""
        self.page = max(0, min(page, LAST_PAGE))
        await self._show()

    @action(needs=Needs.SIGNED_IN, pace=TURNING)
    async def ask_again(self):
        """Try once more to load what could not be loaded."""
        await self._show()

    async def _show(self) -> None:
        try:
            self.cards, self.more = await read(past_cards, await signed_in(self), page=self.page)
            self.listing = Listing.of(self.cards)
        except Exception:
            self.reference = ids.short_id()
            self.listing = Listing.FAILED
            log.exception("Past sessions could not be loaded (reference %s)", self.reference)


def past_sessions(deed: Callable[[rx.vars.ObjectVar[PastCard]], rx.Component] | None = None) -> rx.Component:
    """The list in its four states; `deed` makes what else can be done with a session that took place."""
    rows = rx.el.ul(
        rx.foreach(PastState.cards, lambda card: _past(card, deed)),
        class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
    )
    return rx.el.section(
        rx.el.h2(PAST, class_name=theme.TITLE),
        list_states(
            PastState.listing,
            rx.el.div(rows, _turn(), class_name="flex flex-col gap-4"),
            empty=empty_state(NOTHING_PAST, drawing="calendar"),
            on_retry=PastState.ask_again,
            reference=PastState.reference,
        ),
        id="past-sessions",
        class_name="flex flex-col gap-4",
    )


def _past(card: rx.vars.ObjectVar[PastCard], deed: Callable[[Any], rx.Component] | None) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(card.title, class_name="break-words font-medium text-ink"),
            rx.el.p(card.other_name, class_name=theme.QUIET),
            rx.cond(card.missed != "", rx.el.p(card.missed, class_name=theme.QUIET)),
            class_name="min-w-0",
        ),
        local_time(moment=card.starts_at, class_name=theme.QUIET),
        rx.cond(
            card.summary_href != "",
            rx.el.div(
                own_link(
                    SUMMARY,
                    rx.el.span(" of ", card.title, class_name="sr-only"),
                    href=card.summary_href,
                    class_name=theme.QUIET_BUTTON,
                ),
                deed(card) if deed is not None else rx.fragment(),
                class_name="flex flex-wrap gap-2 sm:justify-end",
            ),
        ),
        class_name="grid items-center gap-2 py-3 sm:grid-cols-[minmax(0,1fr)_12rem_17rem]",
        custom_attrs={"data-past": card.booking_id.to_string()},
    )


def _turn() -> rx.Component:
    def press(words: str, page: rx.Var[int], there: rx.Var[bool]) -> rx.Component:
        return rx.cond(
            there,
            rx.el.button(words, type="button", on_click=PastState.turn_to(page), class_name=theme.QUIET_BUTTON),
        )

    return rx.el.div(
        press(NEWER, PastState.page - 1, PastState.page > 0),
        press(OLDER, PastState.page + 1, PastState.more),
        class_name="flex gap-3 empty:hidden",
    )
