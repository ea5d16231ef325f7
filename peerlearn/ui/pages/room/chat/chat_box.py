"""The chat's Python face: the button in the call's row, its place beside the call, and what stays to read afterwards.

The stored lines go in, each typed line comes out until it is among them, or refused.
"""

import reflex as rx

from peerlearn.domain.chats import LARGEST_FILE, LONGEST_LINE, ChatLine
from peerlearn.ui import theme
from peerlearn.ui.pages.room.chat import FILES
from peerlearn.ui.pages.room.chat.state import ChatState
from peerlearn.ui.widgets.latch import latch

OPENING = "Opening the chat…"
WORDS = {
    "log": "Chat",
    "open": "Open the chat",
    "close": "Close the chat",
    "empty": "Say hello. Only the two of you can read this.",
    "you": "You",
    "sending": "sending…",
    "earlier": "Show earlier lines",
    "unread": "{count} New",
    "heard": "{count} new in the chat",
    "unsent": "Not sent",
    "again": "Send again",
    "discard": "Discard",
    "attach": "Give a picture or a file",
    "on_their_way": "Files on their way",
    "sending_file": "Sending",
    "stop": "Stop",
    "try_again": "Try again",
    "too_large": "A file may have up to 10 MB.",
    "empty_file": "There is nothing in that file.",
    "lost": "It did not arrive.",
    "picture": "Picture {name}",
    "keep": "keep it",
    "input": "Write a message",
    "send": "Send the message",
}
ACCEPT = "image/png,image/jpeg,image/webp,image/gif,.pdf,.txt,.md,.csv,.json,.py,.docx,.xlsx,.pptx,.odt,.ods,.odp"
AFTERWARDS = {**WORDS, "empty": "Nothing was written in this session."}


class ChatButton(rx.Component):
    """Opens and closes the chat, in the call's row of buttons; says what came meanwhile."""

    library = FILES["chat_panel.jsx"]
    tag = "ChatButton"

    words: rx.Var[dict[str, str]]


class ChatPanel(rx.Component):
    """The chat's place in the room."""

    library = FILES["chat_panel.jsx"]
    tag = "ChatPanel"

    words: rx.Var[dict[str, str]]


class ChatBox(rx.Component):
    """What has been said in the room, and a place to say more."""

    library = FILES["chat_box.jsx"]
    tag = "ChatBox"

    lines: rx.Var[list[ChatLine]]
    earlier: rx.Var[list[ChatLine]]
    refused: rx.Var[dict[str, str]]
    door: rx.Var[str]
    accept: rx.Var[str]
    longest: rx.Var[int]
    most_bytes: rx.Var[int]
    words: rx.Var[dict[str, str]]
    on_line: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_earlier: rx.EventHandler[rx.event.passthrough_event_spec(int)]


class ChatHistory(rx.Component):
    """What was said in a lesson that is over."""

    library = FILES["lines.jsx"]
    tag = "ChatHistory"

    lines: rx.Var[list[ChatLine]]
    earlier: rx.Var[list[ChatLine]]
    words: rx.Var[dict[str, str]]
    on_earlier: rx.EventHandler[rx.event.passthrough_event_spec(int)]


def chat_button() -> rx.Component:
    """The button."""
    return ChatButton.create(words=WORDS)


def chat() -> rx.Component:
    """The chat of the room at this address. Once it is there it stays: what is being sent lives in it."""
    return ChatPanel.create(
        latch(
            rx.el.p(OPENING, class_name=theme.QUIET),
            ChatBox.create(
                lines=ChatState.lines,
                earlier=ChatState.earlier,
                refused=ChatState.unsent,
                door=ChatState.door,
                accept=ACCEPT,
                longest=LONGEST_LINE,
                most_bytes=LARGEST_FILE,
                words=WORDS,
                on_line=ChatState.send_line,
                on_earlier=ChatState.look_back,
            ),
            open=ChatState.ready,
        ),
        words=WORDS,
    )


def chat_history() -> rx.Component:
    """The chat of the lesson at this address, to read; the page loads it with `ChatState.open_page`."""
    return rx.el.section(
        rx.el.h2(WORDS["log"], class_name=theme.TITLE),
        ChatHistory.create(
            lines=ChatState.lines, earlier=ChatState.earlier, words=AFTERWARDS, on_earlier=ChatState.look_back
        ),
        class_name=theme.PANEL + " flex min-w-0 flex-col gap-3",
    )
