"""LandingState: opens the start page for visitors and sends everybody else home."""

import reflex as rx

from peerlearn.domain import discovery
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.frames.front_state import refresh_front, show_front
from peerlearn.ui.pages.landing.details_state import refresh_details
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import home_of, viewer_of


class LandingState(rx.State):
    """The start page has no vars of its own: what it shows is in FrontState."""

    @action(needs=Needs.ANYONE)
    async def open_page(self):
        """Send signed-in people to their own page; show visitors what can be booked."""
        viewer = await viewer_of(self)
        if viewer is not None:
            yield rx.redirect(home_of(viewer), replace=True)
            return
        await show_viewer(self)
        await show_front(self)
        live.watch(self, {topic: live.reread(LandingState.reread) for topic in discovery.TOPICS})

    @action(needs=Needs.ANYONE)
    async def reread(self):
        """Show the rails, and the card that is open, as they are now."""
        await refresh_front(self)
        await refresh_details(self)
