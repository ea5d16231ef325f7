"""The worker: claims jobs and does them on threads, as a task beside the site or as a process of its own."""

import asyncio
import logging
import threading
import time

from peerlearn.kit import faults
from peerlearn.kit.jobs import queue
from peerlearn.kit.jobs.queue import Run
from peerlearn.kit.jobs.registry import handler_of

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
AT_ONCE = 2
BEAT_SECONDS = 10.0
LONGEST_RUN_SECONDS = 600.0
PATIENCE_SECONDS = 10.0


class Runner:
    """Runs due jobs until it is stopped; `wake` makes it look at once."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._hands = [_Hand(self._stopping) for _ in range(AT_ONCE)]

    def wake(self) -> None:
        """Look for work now instead of at the next poll; from any thread."""
        for hand in self._hands:
            hand.woken.set()

    async def run_forever(self) -> None:
        """Work until cancelled, then stop like `stop`."""
        self.start()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.to_thread(self.stop)

    def start(self) -> None:
        """Begin to work."""
        for hand in self._hands:
            hand.thread.start()
        threading.Thread(target=self._keep_leases, name="job-leases", daemon=True).start()

    def stop(self) -> None:
        """Claim nothing more, let what is in hand finish for a moment, and give the rest back."""
        self._stopping.set()
        self.wake()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for hand in self._hands:
            hand.thread.join(max(0.0, deadline - time.monotonic()))
            if (unfinished := hand.run) is not None:
                log.warning("Job %s is not done; another worker will begin it again", unfinished.key)
                queue.give_back(unfinished)

    def _keep_leases(self) -> None:
        """A job that takes long keeps its lease while its worker lives; one that hangs loses it in the end."""
        while not self._stopping.wait(BEAT_SECONDS):
            for hand in self._hands:
                run = hand.run
                if run is not None and time.monotonic() - hand.since < LONGEST_RUN_SECONDS:
                    try:
                        queue.extend(run)
                    except Exception:
                        log.exception("The lease of job %s could not be extended", run.key)


class _Hand:
    """One thread that does one job at a time; a daemon, so that a hanging job cannot hold up the process's end."""

    def __init__(self, stopping: threading.Event) -> None:
        self.woken = threading.Event()
        self.thread = threading.Thread(target=self._work, name="jobs", daemon=True)
        self.run: Run | None = None
        self.since = 0.0
        self._stopping = stopping

    def _work(self) -> None:
        while not self._stopping.is_set():
            self.woken.clear()  # before looking: a wake that comes meanwhile must not be forgotten
            if not self._do_one():
                self.woken.wait(IDLE_SECONDS)

    def _do_one(self) -> bool:
        try:
            self.since, self.run = time.monotonic(), queue.claim()
            if self.run is not None:
                do(self.run)
            return self.run is not None
        except Exception:
            log.exception("The job queue could not be used; trying again")
            return False
        finally:
            self.run = None


def run_next() -> bool:
    """Do one due job; False when none was due."""
    run = queue.claim()
    if run is not None:
        do(run)
    return run is not None


def do(run: Run) -> None:
    """Do a claimed job and record how it went."""
    faults.crash_here(faults.Point.JOB_TAKEN)
    try:
        handler_of(run.kind)(run)
        if not run.finished:
            with run.finish():
                pass
    except queue.LeaseLost as lost:
        log.warning("%s", lost)
    except (Exception, SystemExit) as trouble:
        log.exception("Job %s (%s), attempt %s failed", run.key, run.kind, run.attempt)
        queue.fail(run, trouble)
