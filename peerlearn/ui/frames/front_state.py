"""FrontState: what everybody may see of the product, for the start page's rails and every public page's badges."""

import logging

import reflex as rx

from peerlearn.domain import discovery
from peerlearn.domain.discovery import MentorCard, SessionCard
from peerlearn.kit import ids
from peerlearn.kit.work import read_kept
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.live import Reach

log = logging.getLogger(__name__)

LOADING, READY, FAILED = "loading", "ready", "error"


class FrontState(rx.State):
    """The sessions and mentors on offer, and how far we are with reading them."""

    status: str = LOADING
    reference: str = ""
    sessions: list[SessionCard] = []
    mentors: list[MentorCard] = []
    live: int = 0
    top_mentors: int = 0
    listing: str = ""

    @rx.var
    def session_list(self) -> str:
        """Which of the four states the list of sessions is in."""
        return "empty" if self.status == READY and not self.sessions else self.status

    @rx.var
    def mentor_list(self) -> str:
        """Which of the four states the list of mentors is in."""
        return "empty" if self.status == READY and not self.mentors else self.status

    @action(needs=Needs.ANYONE)
    async def reread(self):
        """Show everything as it is now."""
        await self._show()

    @action(needs=Needs.ANYONE)
    async def list_sessions(self):
        """Open the list of sessions, where the page has no rail of them."""
        self.listing = "sessions"

    @action(needs=Needs.ANYONE)
    async def list_mentors(self):
        """Open the list of mentors, where the page has no rail of them."""
        self.listing = "mentors"

    @action(needs=Needs.ANYONE)
    async def close_list(self):
        """Close the open list."""
        self.listing = ""

    async def _show(self) -> None:
        try:
            front = await read_kept(discovery.TOPICS, discovery.front_page)
        except Exception:
            self.reference = ids.short_id()
            log.exception("The front page could not be read (reference %s)", self.reference)
            # What was shown before is still the best that there is to show.
            self.status = READY if self.status == READY else FAILED
            return
        self.sessions, self.mentors = front.sessions, front.mentors
        self.live, self.top_mentors = front.live, front.top_mentors
        self.status = READY


async def show_front(state: rx.State) -> None:
    """Fill the rails and badges; part of a public page's `open_page`."""
    front = await state.get_state(FrontState)
    front.listing = ""
    await front._show()


async def refresh_front(state: rx.State) -> None:
    """The same for a page that is open already, as part of its re-read."""
    front = await state.get_state(FrontState)
    await front._show()


def front_topics() -> dict[str, Reach]:
    """What a public page watches, for `live.watch`."""
    return {topic: live.reread(FrontState.reread) for topic in discovery.TOPICS}
