"""MentorPageState: one mentor and what they offer, kept current."""

import reflex as rx

from peerlearn.domain import discovery
from peerlearn.domain.discovery import MentorDetails
from peerlearn.kit.work import read_kept
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.frames.front_state import refresh_front, show_front
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import viewer_of
from peerlearn.ui.widgets.booking_press import VISITOR, booker

TITLES = {False: "Mentor · PeerLearn", True: "There is no such mentor · PeerLearn"}  # until we know, and then


class MentorPageState(rx.State):
    """What a passer-by sees."""

    ready: bool = False
    details: MentorDetails | None = None
    who: str = VISITOR

    @rx.var
    def title(self) -> str:
        """What the browser's tab says."""
        return f"{self.details.name} · PeerLearn" if self.details else TITLES[self.ready]

    @rx.var
    def missing(self) -> bool:
        """Whether there is no such mentor."""
        return self.ready and self.details is None

    @action(needs=Needs.ANYONE)
    async def open_page(self):
        """Show the mentor at this address, and keep the page current."""
        self.who = booker(await viewer_of(self))
        await show_viewer(self)
        await show_front(self)
        live.watch(self, {topic: live.reread(MentorPageState.reread) for topic in discovery.TOPICS})
        await self._show()

    @action(needs=Needs.ANYONE)
    async def reread(self):
        """Show the mentor as things are now."""
        await refresh_front(self)
        await self._show()

    async def _show(self) -> None:
        handle = discovery.mentor_handle(str(self.mentor_handle))
        self.details = await read_kept(discovery.TOPICS, discovery.mentor_details, handle) if handle else None
        self.ready = True
