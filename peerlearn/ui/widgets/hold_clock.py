"""How long a session is still kept for who is paying, second by second."""

import reflex as rx

from peerlearn.domain.bookings import HeldCard
from peerlearn.ui import theme
from peerlearn.ui.widgets.browser_part import BrowserPart

WORDS = {
    "kept": "Kept for you for",
    "left": "The session is kept for you for {left} more.",
    "over": "The time to pay is over. The session is free again.",
}


class HoldClock(BrowserPart):
    """The words and the time; `on_over` when it has run out on this page."""

    library = rx.asset("hold_clock.jsx", shared=True).importable_path
    tag = "HoldClock"

    until: rx.Var[str]
    seconds: rx.Var[int]
    words: rx.Var[dict[str, str]]
    on_over: rx.EventHandler[rx.event.no_args_event_spec]


def hold_clock(held: rx.vars.ObjectVar[HeldCard], **props) -> rx.Component:
    """Counts down from what the server said was left."""
    clock = HoldClock.create(
        key=held.ends_at, until=held.ends_at, seconds=held.seconds_left, words=WORDS, class_name=theme.QUIET, **props
    )
    return rx.el.p(clock, class_name="min-h-5")
