"""How often one caller may do a thing: so many times at once, then one every so many seconds.

Counted in this process: a limit for people, not a shield against machines by the thousand.
"""

import time
from dataclasses import dataclass

MOST_REMEMBERED = 50_000

_full_again_at: dict[tuple[str, str], float] = {}


@dataclass(frozen=True)
class Pace:
    """So many calls at once, and after that one every so many seconds."""

    at_once: int
    seconds_each: float


def in_time(caller: str, thing: str, pace: Pace) -> bool:
    """Whether a caller may do a thing again already; counts it if so."""
    now, key = time.monotonic(), (thing, caller)
    full_again_at = max(_full_again_at.get(key, 0.0), now) + pace.seconds_each
    if full_again_at - now > pace.at_once * pace.seconds_each:
        return False
    if len(_full_again_at) >= MOST_REMEMBERED:
        _full_again_at.clear()
    _full_again_at[key] = full_again_at
    return True
