"""The chat's Python face: the stored lines go in, each typed line comes out until it is among them, or refused."""

from typing import Any

import reflex as rx

from peerlearn.domain.rooms import ChatLine
from peerlearn.ui.pages.room.chat import FILES

LONGEST_LINE = 2000
WORDS = {
    "log": "Chat",
    "empty": "Say hello. Only the two of you can read this.",
    "you": "You",
    "sending": "sending…",
    "unread": "{count} New",
    "unsent": "Not sent",
    "again": "Send again",
    "discard": "Discard",
    "input": "Write a message",
    "send": "Send the message",
}


class ChatBox(rx.Component):
    """What has been said in the room, and a place to say more."""

    library = FILES["chat_box.jsx"]
    tag = "ChatBox"

    lines: rx.Var[list[ChatLine]]
    refused: rx.Var[dict[str, str]]
    longest: rx.Var[int]
    words: rx.Var[dict[str, str]]
    on_line: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]

    @classmethod
    def create(cls, *children: Any, **props: Any) -> rx.Component:
        """The chat with our words and our limit, unless the page has others."""
        return super().create(*children, **{"longest": LONGEST_LINE, "words": WORDS, **props})
