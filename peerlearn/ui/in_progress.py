"""What somebody is having done just now: the same thing asked again meanwhile is told about, and not done twice.

The presses of one tab are done one after the other. So the second press of two would find the first one done, and be
refused for reasons that nobody understands ("you have a session at that time"). Several tabs of one person count
together where what is asked says itself what it is about; else each tab counts for itself.
"""

import time
from dataclasses import dataclass

LONGEST_SECONDS = 30.0  # what was refused on the way never says that it is done
MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class _Asked:
    tab: str
    payload: str
    at: float


_in_hand: dict[tuple[str, str], list[_Asked]] = {}  # by person, or tab, and handler
_whose: dict[tuple[str, str], str] = {}  # under whom the presses of a tab are counted for a handler


def begin(tab: str, handler: str, payload: str, *, person: str = "") -> bool:
    """Note that something was asked for; False when the very same is in hand already.

    Args:
        tab: from where.
        handler: what is to be done.
        payload: all that it was called with.
        person: whose tabs count together; each alone without it.
    """
    now, whose = time.monotonic(), person or tab
    waiting = [asked for asked in _in_hand.get((whose, handler), []) if asked.at > now - LONGEST_SECONDS]
    if any(asked.payload == payload for asked in waiting):
        return False
    if len(_in_hand) >= MOST_REMEMBERED or len(_whose) >= MOST_REMEMBERED:
        _in_hand.clear()
        _whose.clear()
    _in_hand[whose, handler] = [*waiting, _Asked(tab, payload, now)]
    _whose[tab, handler] = whose
    return True


def end(tab: str, handler: str) -> None:
    """Note that the one that this tab asked for first is done."""
    whose = _whose.get((tab, handler), tab)
    waiting = _in_hand.pop((whose, handler), [])
    done = next((asked for asked in waiting if asked.tab == tab), None)
    left = [asked for asked in waiting if asked is not done]
    if left:
        _in_hand[whose, handler] = left
    if not any(asked.tab == tab for asked in left):
        _whose.pop((tab, handler), None)
