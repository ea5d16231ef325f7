"""What a tab is having done just now: the same thing asked again meanwhile is told about, and not done twice.

The presses of one tab are done one after the other. So the second press of two would find the first one done, and be
refused for reasons that nobody understands ("you have a session at that time").
"""

import time
from dataclasses import dataclass

LONGEST_SECONDS = 30.0  # what was refused on the way never says that it is done
MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class _Asked:
    payload: str
    at: float


_in_hand: dict[tuple[str, str], list[_Asked]] = {}


def begin(tab: str, handler: str, payload: str) -> bool:
    """Note that something was asked for; False when the very same is in hand already."""
    now = time.monotonic()
    waiting = [asked for asked in _in_hand.get((tab, handler), []) if asked.at > now - LONGEST_SECONDS]
    if any(asked.payload == payload for asked in waiting):
        return False
    if len(_in_hand) >= MOST_REMEMBERED:
        _in_hand.clear()
    _in_hand[tab, handler] = [*waiting, _Asked(payload, now)]
    return True


def end(tab: str, handler: str) -> None:
    """Note that the one that was asked for first is done."""
    waiting = _in_hand.pop((tab, handler), [])[1:]
    if waiting:
        _in_hand[tab, handler] = waiting
