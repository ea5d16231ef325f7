"""What came in since somebody was last at the place where it is listed, as it stands beside that place: "₹900 New"."""

import contextlib

import reflex as rx

from peerlearn.domain import payments
from peerlearn.kit.money import Money
from peerlearn.kit.work import Busy, NoRoom, act, read
from peerlearn.ui import live
from peerlearn.ui.frames.dashboard import Place
from peerlearn.ui.viewer import signed_in

NEW, NOTHING = "New", Money(0)


async def news_of_earnings(state: rx.State, place: Place) -> str:
    """The words for whoever is signed in; empty where nothing is new, and at the place itself, where that is noted."""
    viewer = await signed_in(state)
    if state.router.url.path.rstrip("/") != place.href.rstrip("/"):
        new = await read(payments.new_earnings, by=viewer)
        return f"{new} {NEW}" if new > NOTHING else ""
    if not await read(payments.earnings_are_seen, by=viewer):
        with (
            contextlib.suppress(Busy, NoRoom),
            live.showing_itself(state),
        ):  # looking must not fail: noted the next time
            await act(payments.note_earnings_seen, by=viewer)
    return ""
