"""The sessions of a learner or a mentor: the past ones unless others are asked for, found by words, as CSV."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from peerlearn.domain import bookings, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import BookingFilter, BookingStatus, Stage, UpcomingCard
from peerlearn.kit import ids
from peerlearn.kit.search import LONGEST_SEARCH
from peerlearn.kit.work import read
from peerlearn.ui import theme
from peerlearn.ui.action import Needs, action
from peerlearn.ui.frames.long_list import choice, search_field, titled
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.booking_words import status_words
from peerlearn.ui.widgets.list_states import Listing, empty_state, list_states
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.nav_link import own_link

log = logging.getLogger(__name__)

SUMMARY, NEWER, OLDER = "Summary", "Newer", "Older"
EARLIER, LATER = "Earlier", "Later"
NOTHING_PAST = "No session of yours has ended yet."
NONE_FOUND, NONE_FOUND_MORE = "No session fits", "Look for fewer words, or for other sessions."
SHOW, SEARCH_HINT, DOOR = "Show", "Name or session", "/bookings.csv"
STAGES = {
    Stage.PAST: ("Past", "Past sessions"),
    Stage.AHEAD: ("Ahead", "Sessions ahead"),
    Stage.COMPLETED: ("Completed", "Completed sessions"),
    Stage.DECLINED: ("Declined", "Declined sessions"),
    Stage.CANCELLED: ("Cancelled", "Cancelled sessions"),
    Stage.ALL: ("All", "All sessions"),
}
AT_ONCE, LAST_PAGE = 10, 10_000
TURNING = Pace(at_once=40, seconds_each=1)


@dataclass(frozen=True)
class OwnSession:
    """One session; `starts_at` is ISO 8601 in UTC, `summary_href` and `room_id` are empty where it did not take place.

    `words` say where it is, or why it did not take place; empty for one that is completed.
    """

    booking_id: int
    title: str
    other_name: str
    starts_at: str
    summary_href: str
    room_id: str
    words: str


def sessions_of(db: Session, viewer: Viewer, wanted: BookingFilter, *, page: int) -> tuple[list[OwnSession], bool]:
    """A page of them, and whether there are more."""
    found = bookings.own_bookings(db, viewer, wanted, most=AT_ONCE + 1, after=page * AT_ONCE)
    took_place = [card.booking_id for card in found if card.status == BookingStatus.COMPLETED]
    addresses = rooms.addresses_for(db, took_place, ended=True)
    hrefs = {booking_id: f"/session/{address}/" for booking_id, address in addresses.items()}
    cards = [
        OwnSession(
            card.booking_id,
            card.title,
            card.other_name,
            card.starts_at,
            hrefs.get(card.booking_id, ""),
            addresses.get(card.booking_id, ""),
            _words(card, viewer),
        )
        for card in found[:AT_ONCE]
    ]
    return cards, len(found) > AT_ONCE


def _words(card: UpcomingCard, viewer: Viewer) -> str:
    if card.status == BookingStatus.COMPLETED:
        return ""
    return status_words(card.status, card.cancel_reason, viewer.role, by_credit=card.by_credit).short


class OwnSessionsState(rx.State):
    """One page of one person's sessions."""

    listing: str = Listing.LOADING
    cards: list[OwnSession] = []
    stage: str = Stage.PAST
    sought: str = ""
    page: int = 0
    more: bool = False
    field_key: str = ""  # a new search field wherever its words are forgotten
    reference: str = ""

    @rx.var
    def narrowed_to(self) -> bool:
        """Whether something is left out on purpose."""
        return bool(self.stage != Stage.PAST or self.sought.strip())

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Show the newest of the past."""
        self.listing, self.cards, self.page = Listing.LOADING, [], 0
        self.stage, self.sought, self.field_key = Stage.PAST, "", ids.short_id()
        await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show things as they are now, where they are shown at all."""
        if self.listing != Listing.LOADING:
            await self._show()

    @action(needs=Needs.SIGNED_IN, pace=TURNING)
    async def pick_stage(self, stage: str):
        """Show others of them."""
        if stage in set(Stage):
            self.stage, self.page = stage, 0
            await self._show()

    @action(needs=Needs.SIGNED_IN, pace=TURNING)
    async def look_for(self, search: str):
        """Show those in which these words stand."""
        self.sought, self.page = search[:LONGEST_SEARCH], 0
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
            wanted = BookingFilter(self.stage, self.sought)
            viewer = await signed_in(self)
            self.cards, self.more = await read(sessions_of, viewer, wanted, page=self.page)
            for earlier in (self.page - 1, 0):  # the last one of this page has gone elsewhere, or it never was
                if self.cards or self.page == 0:
                    break
                self.page = earlier
                self.cards, self.more = await read(sessions_of, viewer, wanted, page=self.page)
            self.listing = Listing.of(self.cards)
        except Exception:
            self.reference = ids.short_id()
            self.listing = Listing.FAILED
            log.exception("Sessions could not be loaded (reference %s)", self.reference)


def own_sessions(deed: Callable[[rx.vars.ObjectVar[OwnSession]], rx.Component] | None = None) -> rx.Component:
    """The list in its four states; `deed` makes what else can be done with a session that took place."""
    state = OwnSessionsState
    heading = rx.match(state.stage, *((stage.value, title) for stage, (_, title) in STAGES.items()), "")
    choices = tuple((stage.value, word) for stage, (word, _) in STAGES.items())
    rows = rx.el.ul(
        rx.foreach(state.cards, lambda card: _session(card, deed)),
        class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
    )
    return rx.el.section(
        titled(heading, DOOR, stage=state.stage, search=state.sought),
        rx.el.div(
            search_field(
                "sessions-search", SEARCH_HINT, value=state.sought, on_change=state.look_for, key=state.field_key
            ),
            choice(SHOW, "sessions-stage", choices, value=state.stage, on_change=state.pick_stage),
            class_name="flex flex-wrap gap-3",
        ),
        list_states(
            state.listing,
            rx.el.div(rows, _turn(), class_name="flex flex-col gap-4"),
            empty=rx.cond(
                state.narrowed_to,
                empty_state(NONE_FOUND, more=NONE_FOUND_MORE, drawing="quiet"),
                empty_state(NOTHING_PAST, drawing="calendar"),
            ),
            on_retry=state.ask_again,
            reference=state.reference,
        ),
        id="all-sessions",
        class_name="flex flex-col gap-4",
    )


def _session(card: rx.vars.ObjectVar[OwnSession], deed: Callable[[Any], rx.Component] | None) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(card.title, class_name="break-words font-medium text-ink"),
            rx.el.p(card.other_name, class_name=theme.QUIET),
            rx.cond(card.words != "", rx.el.p(card.words, class_name=theme.QUIET)),
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
        custom_attrs={"data-session": card.booking_id.to_string()},
    )


def _turn() -> rx.Component:
    state = OwnSessionsState

    def press(words: rx.Var[str], page: rx.Var[int], there: rx.Var[bool]) -> rx.Component:
        return rx.cond(
            there,
            rx.el.button(words, type="button", on_click=state.turn_to(page), class_name=theme.QUIET_BUTTON),
        )

    ahead = state.stage == Stage.AHEAD
    return rx.el.div(
        press(rx.cond(ahead, EARLIER, NEWER), state.page - 1, state.page > 0),
        press(rx.cond(ahead, LATER, OLDER), state.page + 1, state.more),
        class_name="flex gap-3 empty:hidden",
    )
