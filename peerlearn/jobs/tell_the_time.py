"""Tells open pages when time alone changed what they show: a session that is about to start, or has started.

Everything else that changes is told by whoever changes it.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from peerlearn.domain import catalog, discovery
from peerlearn.kit import bus, clock
from peerlearn.kit.work import read

log = logging.getLogger(__name__)

LOOK_AGAIN_AFTER = timedelta(seconds=10)  # a session may have been published meanwhile
MOMENT = timedelta(milliseconds=50)


async def tell_the_time() -> None:
    """Runs beside the site until cancelled, on every worker."""
    told = clock.now()
    while True:
        try:
            told = await _wait_and_tell(told)
        except Exception:
            log.exception("The time could not be told; trying again")
            await asyncio.sleep(LOOK_AGAIN_AFTER.total_seconds())
            told = clock.now()


async def _wait_and_tell(told: datetime) -> datetime:
    """Wait for the next turn, at most for a while; until when everything was told."""
    turn = await read(discovery.next_turn, told)
    until = clock.now() + LOOK_AGAIN_AFTER
    await asyncio.sleep((min(turn or until, until) - clock.now() + MOMENT).total_seconds())
    now = clock.now()
    if turn is None or turn > now:
        return told
    bus.publish(catalog.TOPIC)
    return now
