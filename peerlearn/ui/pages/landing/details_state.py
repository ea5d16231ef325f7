"""DetailsState: the session or mentor whose card was opened on the start page, kept current while it is open."""

import logging

import reflex as rx

from peerlearn.domain import discovery
from peerlearn.domain.discovery import MentorDetails, SessionDetails
from peerlearn.kit import ids
from peerlearn.kit.work import read_kept
from peerlearn.ui.action import Needs, action

log = logging.getLogger(__name__)

SESSIONS, MENTORS = "sessions", "mentors"  # as in their addresses


class DetailsState(rx.State):
    """At most one of the two; neither when there is no such thing, or nothing is open."""

    shown: str = ""  # what the rest is about, as "sessions/7"
    session: SessionDetails | None = None
    mentor: MentorDetails | None = None
    reference: str = ""  # under which the log knows why it could not be read

    _kind: str = ""
    _name: str = ""

    @action(needs=Needs.ANYONE)
    async def open_card(self, kind: str, name: str):
        """Show what a card is about."""
        self._kind, self._name = str(kind), str(name)[:64]
        await self._show()

    @action(needs=Needs.ANYONE)
    async def close_card(self):
        """Keep nothing that is not shown."""
        self._kind = self._name = self.shown = self.reference = ""
        self.session = self.mentor = None

    @action(needs=Needs.ANYONE)
    async def try_again(self):
        """Read it once more."""
        await self._show()

    async def _show(self) -> None:
        kind, name = self._kind, self._name
        if kind not in (SESSIONS, MENTORS):
            return
        try:
            session = await _session(name) if kind == SESSIONS else None
            mentor = await _mentor(name) if kind == MENTORS else None
        except Exception:
            self.reference = ids.short_id()
            log.exception("A card could not be opened (reference %s)", self.reference)
        else:
            self.session, self.mentor, self.reference = session, mentor, ""
        self.shown = f"{kind}/{name}"


async def refresh_details(state: rx.State) -> None:
    """Show what is open as it is now; part of the page's re-read."""
    details = await state.get_state(DetailsState)
    if details.shown:
        await details._show()


async def _session(name: str) -> SessionDetails | None:
    number = discovery.session_number(name)
    return await read_kept(discovery.TOPICS, discovery.session_details, number) if number else None


async def _mentor(name: str) -> MentorDetails | None:
    handle = discovery.mentor_handle(name)
    return await read_kept(discovery.TOPICS, discovery.mentor_details, handle) if handle else None
