"""The chat's Python face: the stored lines go in, each typed line comes out until it is among them, or refused."""

from typing import Any

import reflex as rx

from peerlearn.domain.rooms import ChatLine

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
BESIDE = [rx.asset(name, shared=True) for name in ("outbox.js", "own_name.js", "icons.jsx", "room.css")]


class ChatBox(rx.Component):
    """What has been said in the room, and a place to say more."""

    library = rx.asset("chat_box.jsx", shared=True).importable_path
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
