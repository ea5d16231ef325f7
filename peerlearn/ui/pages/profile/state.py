"""ProfileState: opens the page of a person's own account."""

import reflex as rx

from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.frames.devices.state import device_topics, show_devices
from peerlearn.ui.frames.recovery.state import show_recovery
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import signed_in


class ProfileState(rx.State):
    """The page as a whole; each part of it has a state of its own."""

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Show everything, and keep it current."""
        viewer = await signed_in(self)
        live.watch(self, device_topics(viewer))
        await show_viewer(self)
        await show_devices(self)
        await show_recovery(self)
