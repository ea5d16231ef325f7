"""Tabs that have not joined yet become known to the tab across, so that two browsers connect before anyone clicks Join.

Nothing of it is stored: a tab says that it is there, whoever is across answers, and each says when it is gone.
"""

from dataclasses import asdict, dataclass
from typing import Any

from peerlearn.domain.rooms import LiveRoom, Seat


@dataclass(frozen=True)
class Note:
    """What one tab says of itself to the one across."""

    instance: str
    asks: bool = False  # whoever hears this says where they are as well
    gone: bool = False

    def message(self) -> dict[str, Any]:
        """As the bus carries it."""
        return {"lobby": asdict(self)}


@dataclass(frozen=True)
class Across:
    """Which tab is across, as far as this one knows; none when `instance` is empty."""

    instance: str = ""
    we_offer: bool = True  # whoever was there first makes the first offer

    def after(self, note: Note, room: LiveRoom, seat: Seat) -> "Across":
        """What is known once a note was heard; of somebody whose seat another of their tabs holds, nothing new."""
        held = room.at(seat.other)
        if held is not None and held.instance != note.instance:
            return self
        if note.gone:
            return Across() if self.instance == note.instance else self
        if note.instance == self.instance and not note.asks:
            return self  # the answer to what both asked at once: neither was there first, and somebody has to offer
        return Across(note.instance, we_offer=note.asks)
