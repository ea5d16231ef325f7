"""The board's Python face: what the server has goes in, what is drawn comes out until it is taken."""

from typing import Any

import reflex as rx

from peerlearn.ui.pages.room.board import FILES
from peerlearn.ui.pages.room.board.state import BoardNews, BoardState, BoardTaken

WORDS = {
    "board": "Whiteboard",
    "open": "Open the whiteboard",
    "close": "Close the whiteboard",
    "opening": "Opening the whiteboard…",
    "broken": "The whiteboard cannot be shown. The call goes on; reload the page to try again.",
}


class BoardButton(rx.Component):
    """Opens and closes the board, in the call's row of buttons."""

    library = FILES["board.jsx"]
    tag = "BoardButton"

    words: rx.Var[dict[str, str]]


class BoardPanel(rx.Component):
    """The board's place; what draws is fetched when it is first opened."""

    library = FILES["board.jsx"]
    tag = "BoardPanel"
    lib_dependencies: list[str] = ["@excalidraw/excalidraw@0.18.1"]

    may_draw: rx.Var[bool]
    news: rx.Var[BoardNews]
    taken: rx.Var[BoardTaken]
    words: rx.Var[dict[str, str]]
    on_draw: rx.EventHandler[rx.event.passthrough_event_spec(str, list[dict[str, Any]])]
    on_catch_up: rx.EventHandler[rx.event.passthrough_event_spec(int)]


def board_button() -> rx.Component:
    """The button."""
    return BoardButton.create(words=WORDS)


def board(*, may_draw: rx.Var[bool]) -> rx.Component:
    """The board of the lesson at this address."""
    return BoardPanel.create(
        may_draw=may_draw,
        news=BoardState.news,
        taken=BoardState.taken,
        words=WORDS,
        on_draw=BoardState.draw,
        on_catch_up=BoardState.catch_up,
    )
