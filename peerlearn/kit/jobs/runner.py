"""The worker: claims jobs and runs them on threads, as a task beside the site or as a process of its own."""

import asyncio
import logging

from peerlearn.kit.jobs import queue
from peerlearn.kit.jobs.registry import handler_of

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
AT_ONCE = 2


class Runner:
    """Runs due jobs until it is cancelled; `wake` makes it look at once."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look for work now instead of at the next poll; call it on the runner's event loop."""
        self._woken.set()

    async def run_forever(self) -> None:
        """Work until cancelled; a job in hand is finished by its thread or redelivered after its lease."""
        async with asyncio.TaskGroup() as hands:
            for _ in range(AT_ONCE):
                hands.create_task(self._work())

    async def _work(self) -> None:
        while True:
            try:
                ran = await asyncio.to_thread(run_next)
            except Exception:
                log.exception("The job queue could not be read; trying again")
                ran = False
            if not ran:
                await self._rest()

    async def _rest(self) -> None:
        self._woken.clear()
        try:
            await asyncio.wait_for(self._woken.wait(), IDLE_SECONDS)
        except TimeoutError:
            pass


def run_next() -> bool:
    """Do one due job; False when none was due."""
    run = queue.claim()
    if run is None:
        return False
    try:
        handler_of(run.kind)(run)
        if not run.finished:
            with run.finish():
                pass
    except queue.LeaseLost as lost:
        log.warning("%s", lost)
    except Exception as trouble:
        log.exception("Job %s (%s), attempt %s failed", run.key, run.kind, run.attempt)
        queue.fail(run, trouble)
    return True
