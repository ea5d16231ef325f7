"""Draws the messages that handlers `say`."""

import reflex as rx

from peerlearn.ui.action import PopUp, PopUpState
from peerlearn.ui.widgets.browser_part import BrowserPart


class PopUps(BrowserPart):
    """The stack of messages at the edge of the page."""

    library = rx.asset("pop_ups.jsx", shared=True).importable_path
    tag = "PopUps"

    pop_ups: rx.Var[list[PopUp]]


def pop_ups() -> rx.Component:
    """Every page has one, through the shell."""
    return PopUps.create(pop_ups=PopUpState.pop_ups)
