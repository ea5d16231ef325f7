"""How often one person may call a handler that costs something or reaches somebody else.

Counted in this process: a limit for people, not a shield against machines by the thousand.
"""

import time
from dataclasses import dataclass
from typing import Any

from peerlearn.ui.viewer import viewer_of

MOST_REMEMBERED = 50_000

_full_again_at: dict[tuple[str, str], float] = {}


@dataclass(frozen=True)
class Pace:
    """So many calls at once, and after that one every so many seconds."""

    at_once: int
    seconds_each: float


async def in_time(state: Any, handler: str, pace: Pace) -> bool:
    """Whether whoever is behind a tab may call a handler again already; visitors are told apart by their address."""
    viewer = await viewer_of(state)
    caller = f"user:{viewer.user_id}" if viewer else state.router.session.client_ip
    now, key = time.monotonic(), (handler, caller)
    full_again_at = max(_full_again_at.get(key, 0.0), now) + pace.seconds_each
    if full_again_at - now > pace.at_once * pace.seconds_each:
        return False
    if len(_full_again_at) >= MOST_REMEMBERED:
        _full_again_at.clear()
    _full_again_at[key] = full_again_at
    return True
