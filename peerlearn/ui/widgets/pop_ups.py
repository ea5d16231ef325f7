"""Draws the messages that handlers `say`."""

import reflex as rx

from peerlearn.ui.action import PopUp, PopUpState
from peerlearn.ui.widgets.browser_part import BrowserPart
from peerlearn.ui.widgets.touch import touch

WORDS = {"close": "Close message", "saving": "Still saving…"}
BESIDE = rx.asset("chime.js", shared=True)


class PopUps(BrowserPart):
    """The messages at the edge of the page, one after another."""

    library = rx.asset("pop_ups.jsx", shared=True).importable_path
    tag = "PopUps"

    pop_ups: rx.Var[list[PopUp]]
    saving: rx.Var[bool]
    words: rx.Var[dict[str, str]]


def pop_ups() -> rx.Component:
    """Every page has one, through its frame, and with it what pressing feels like."""
    return rx.fragment(PopUps.create(pop_ups=PopUpState.pop_ups, saving=PopUpState.saving, words=WORDS), touch())
