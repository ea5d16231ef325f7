"""LandingState: opens the start page for visitors and sends everybody else home."""

import reflex as rx

from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.frames.front_state import front_topics, show_front
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
        live.watch(self, front_topics())
