"""Says that there is nothing here, and offers the ways on."""

import reflex as rx

from peerlearn.ui.frames.public import public_frame
from peerlearn.ui.widgets.nothing_here import nothing_here

MISSING = "There is nothing at this address"
MISSING_MEANS = "The link may be old, or a letter may be missing."


def not_found() -> rx.Component:
    """The page of a 404."""
    return public_frame(nothing_here(MISSING, MISSING_MEANS))
