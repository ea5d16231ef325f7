"""Every few seconds: end questions that nobody answers, and recordings whose browser is gone."""

import asyncio
import logging

from peerlearn.domain import recordings
from peerlearn.kit.work import act

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0


async def sweep_recordings() -> None:
    """Runs beside the site until cancelled; safe on several workers at once.

    A site that was away heard nobody: its browsers have as long to be heard again as one that fell silent.
    """
    await asyncio.sleep(recordings.VANISHED_AFTER.total_seconds())
    while True:
        try:
            await act(recordings.sweep)
        except Exception:
            log.exception("The recordings could not be swept; trying again")
        await asyncio.sleep(EVERY_SECONDS)
