"""The queue over the `jobs` table: enqueue, claim under a lease, finish behind a fence, fail with back-off."""

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import col, select, update

from peerlearn.kit import clock, database
from peerlearn.kit.jobs.tables import Job, JobState
from peerlearn.kit.work import Work, unit_of_work

TOPIC = "jobs"
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 8
FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 600.0
ERROR_LENGTH = 500


class LeaseLost(Exception):
    """Another worker took this job over; nothing this run did in the database may stay."""


def enqueue(
    work: Work, kind: str, *, key: str, payload: dict[str, Any] | None = None, run_at: datetime | None = None
) -> None:
    """Have a job done after this transaction commits, once per key.

    Args:
        work: the unit of work that causes it.
        kind: which `@job` function does it.
        key: the same key twice is one job, for ever.
        payload: what the function needs, as JSON; ids rather than copies.
        run_at: not before this moment, UTC; now by default.
    """
    if work.db.exec(select(Job.id).where(Job.key == key)).first() is not None:
        return
    work.db.add(
        Job(kind=kind, key=key, payload=payload or {}, run_at=run_at or work.now, created_at=work.now)
    )
    work.touch(TOPIC)


@dataclass
class Run:
    """One attempt at a job, by a worker that holds its lease."""

    job_id: int
    kind: str
    key: str
    payload: dict[str, Any]
    attempt: int
    finished: bool = field(default=False)

    @contextlib.contextmanager
    def finish(self) -> Iterator[Work]:
        """A unit of work that also marks the job done; it only commits while the lease is still ours.

        Raises:
            LeaseLost: when the lease ran out and another run began; everything is undone.
        """
        with unit_of_work() as work:
            yield work
            if not _settle(work, self, state=JobState.DONE, finished_at=work.now, last_error=""):
                raise LeaseLost(f"job {self.job_id} was taken over")
        self.finished = True


def claim() -> Run | None:
    """Take the next job that is due, or whose worker died; None when there is none."""
    now = clock.now()
    due = or_(
        and_(col(Job.state) == JobState.READY, col(Job.run_at) <= now),
        and_(col(Job.state) == JobState.RUNNING, col(Job.lease_until) <= now),
    )
    next_due = select(Job.id).where(due).order_by(col(Job.run_at), col(Job.id)).limit(1)
    with database.reading() as db:  # an idle worker must not take the write lock every second
        if db.exec(next_due).first() is None:
            return None
    with unit_of_work() as work:
        job_id = work.db.exec(next_due.with_for_update(skip_locked=True)).first()
        if job_id is None:
            return None
        job = work.db.get_one(Job, job_id)
        if job.attempts >= MOST_ATTEMPTS:
            job.state, job.finished_at, job.lease_until = JobState.DEAD, work.now, None
            return None
        job.state, job.attempts, job.lease_until = JobState.RUNNING, job.attempts + 1, work.now + LEASE
        return Run(job_id, job.kind, job.key, dict(job.payload), job.attempts)


def fail(run: Run, trouble: BaseException) -> None:
    """Give the job back with a growing, jittered pause, or bury it after its last attempt."""
    error = f"{type(trouble).__name__}: {trouble}"[:ERROR_LENGTH]
    with unit_of_work() as work:
        if run.attempt >= MOST_ATTEMPTS:
            _settle(work, run, state=JobState.DEAD, finished_at=work.now, last_error=error)
        else:
            _settle(work, run, state=JobState.READY, run_at=work.now + pause_after(run.attempt), last_error=error)


def pause_after(attempt: int) -> timedelta:
    """Full jitter: a random pause up to a ceiling that doubles with each attempt."""
    ceiling = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
    return timedelta(seconds=random.uniform(0, ceiling))


def _settle(work: Work, run: Run, **values: Any) -> bool:
    """Write the outcome of a run, if the run still holds the job (the fence)."""
    still_ours = and_(
        col(Job.id) == run.job_id, col(Job.attempts) == run.attempt, col(Job.state) == JobState.RUNNING
    )
    outcome = work.db.execute(update(Job).where(still_ours).values(lease_until=None, **values))
    return outcome.rowcount == 1
