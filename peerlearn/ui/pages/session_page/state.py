"""SessionPageState: one session, kept current."""

import reflex as rx

from peerlearn.domain import discovery
from peerlearn.domain.discovery import SessionDetails
from peerlearn.kit.work import read_kept
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.frames.front_state import refresh_front, show_front
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import viewer_of
from peerlearn.ui.widgets.booking_press import VISITOR, booker

TITLES = {False: "Session · PeerLearn", True: "There is no such session · PeerLearn"}  # until we know, and then


class SessionPageState(rx.State):
    """What a passer-by sees."""

    ready: bool = False
    details: SessionDetails | None = None
    who: str = VISITOR

    @rx.var
    def title(self) -> str:
        """What the browser's tab says."""
        return f"{self.details.card.title} · PeerLearn" if self.details else TITLES[self.ready]

    @rx.var
    def missing(self) -> bool:
        """Whether there is no such session."""
        return self.ready and self.details is None

    @action(needs=Needs.ANYONE)
    async def open_page(self):
        """Show the session at this address, and keep it current."""
        self.who = booker(await viewer_of(self))
        await show_viewer(self)
        await show_front(self)
        live.watch(self, {topic: live.reread(SessionPageState.reread) for topic in discovery.TOPICS})
        await self._show()

    @action(needs=Needs.ANYONE)
    async def reread(self):
        """Show the session as it is now."""
        await refresh_front(self)
        await self._show()

    async def _show(self) -> None:
        number = discovery.session_number(str(self.session_number))
        self.details = await read_kept(discovery.TOPICS, discovery.session_details, number) if number else None
        self.ready = True
