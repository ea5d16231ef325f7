"""Every few seconds: empty the seats of people who fell silent, end the sessions whose time is used up."""

import asyncio
import logging

from peerlearn.domain import rooms
from peerlearn.kit.work import act

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0


async def sweep_rooms() -> None:
    """Runs beside the site until cancelled; safe on several workers at once."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await act(rooms.sweep)
        except Exception:
            log.exception("The rooms could not be swept; trying again")
