"""The page of a person's own account, from top to bottom."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.devices.panel import devices_panel
from peerlearn.ui.frames.recovery.panel import recovery_panel
from peerlearn.ui.shell import shell

TITLE = "Your account"


def profile() -> rx.Component:
    """The whole page."""
    return shell(rx.el.h1(TITLE, class_name=theme.HEADLINE), devices_panel(), recovery_panel())
