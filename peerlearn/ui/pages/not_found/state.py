"""NotFoundState: the frame round a page that is not there."""

import reflex as rx

from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.frames.front_state import front_topics, show_front
from peerlearn.ui.shell import show_viewer


class NotFoundState(rx.State):
    """What whoever lost their way sees round the message."""

    @action(needs=Needs.ANYONE)
    async def open_page(self):
        """Show the frame as everywhere, so that the ways on are real."""
        live.watch(self, front_topics())
        await show_viewer(self)
        await show_front(self)
