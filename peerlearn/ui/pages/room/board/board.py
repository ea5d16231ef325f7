"""The board's Python face: what the server has goes in, what is drawn comes out until it is taken."""

from typing import Any

import reflex as rx

from peerlearn.domain.boards import PageCard
from peerlearn.ui import theme
from peerlearn.ui.pages.room.board import FILES
from peerlearn.ui.pages.room.board.state import BoardNews, BoardState, BoardTaken, EarlierNews

WORDS = {
    "board": "Whiteboard",
    "open": "Open the whiteboard",
    "close": "Close the whiteboard",
    "opening": "Opening the whiteboard…",
    "page": "Page",
    "own": "This session",
    "picture": "Picture",
    "add": "Put a picture on the whiteboard",
    "png": "Save as a picture",
    "pdf": "Save as PDF",
    "unfit": "That can't be put on the whiteboard: PNG, JPEG and WebP pictures up to 20 MB can.",
    "nothing": "Nothing is drawn here yet.",
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
    pages: rx.Var[list[PageCard]]
    earlier: rx.Var[EarlierNews]
    words: rx.Var[dict[str, str]]
    on_look: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]
    on_draw: rx.EventHandler[rx.event.passthrough_event_spec(str, list[dict[str, Any]])]
    on_catch_up: rx.EventHandler[rx.event.passthrough_event_spec(int)]


class BoardHistory(BoardPanel):
    """The same for a lesson that is over: to look at, and to keep."""

    tag = "BoardHistory"


def board_button() -> rx.Component:
    """The button."""
    return BoardButton.create(words=WORDS)


def board(*, may_draw: rx.Var[bool]) -> rx.Component:
    """The board of the lesson at this address."""
    return _panel(BoardPanel, may_draw=may_draw)


def board_history() -> rx.Component:
    """What was drawn in the lesson at this address, once it is over; nothing when nothing was."""
    return rx.cond(
        BoardState.drawn,
        rx.el.section(
            rx.el.h2(WORDS["board"], class_name=theme.TITLE),
            _panel(BoardHistory, may_draw=False),
            id="board-history",
            class_name=theme.PANEL + " flex min-w-0 flex-col items-start gap-3",
        ),
    )


def _panel(kind: type[BoardPanel], *, may_draw: rx.Var[bool] | bool) -> rx.Component:
    return kind.create(
        may_draw=may_draw,
        news=BoardState.news,
        taken=BoardState.taken,
        pages=BoardState.pages,
        earlier=BoardState.earlier,
        words=WORDS,
        on_look=BoardState.look,
        on_draw=BoardState.draw,
        on_catch_up=BoardState.catch_up,
    )
