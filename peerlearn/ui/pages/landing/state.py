"""LandingState: the sessions on the start page."""

import reflex as rx

from peerlearn.domain import bookings
from peerlearn.domain.bookings import OfferingCard
from peerlearn.kit.work import read_shared
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import home_of, viewer_of

MOST_SHOWN = 10


class LandingState(rx.State):
    """What a visitor sees."""

    ready: bool = False
    offerings: list[OfferingCard] = []

    @rx.var
    def nothing_offered(self) -> bool:
        """Whether there is no session to book right now."""
        return not self.offerings

    @action(needs=Needs.ANYONE)
    async def open_page(self):
        """Send signed-in people to their own page; show visitors what can be booked."""
        viewer = await viewer_of(self)
        if viewer is not None:
            yield rx.redirect(home_of(viewer), replace=True)
            return
        await show_viewer(self)
        live.watch(self, {"offerings": live.reread(LandingState.reread)})
        await self._show()

    @action(needs=Needs.ANYONE)
    async def reread(self):
        """Show the sessions as they are now."""
        await self._show()

    async def _show(self) -> None:
        self.offerings = await read_shared(bookings.bookable_offerings, limit=MOST_SHOWN)
        self.ready = True
