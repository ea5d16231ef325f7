"""The queue over the `jobs` table: enqueue, claim under a lease, finish behind a fence, fail with back-off."""

import contextlib
import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select, update

from peerlearn.kit import clock, database, faults
from peerlearn.kit.jobs.tables import Job, JobState
from peerlearn.kit.work import Work, unit_of_work

log = logging.getLogger(__name__)

TOPIC = "jobs"
GIVEN_UP_TOPIC = "jobs_given_up"  # watched by those who see to what failed for good
LEASE = timedelta(seconds=25)
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
        key: the same key twice is one job, for as long as it is remembered (housekeeping.py).
        payload: what the function needs, as JSON; ids rather than copies.
        run_at: not before this moment, UTC; now by default.
    """
    job = Job(kind=kind, key=key, payload=payload or {}, run_at=run_at or work.now, created_at=work.now)
    if database.insert_once(work.db, job, unique="key"):
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
            if not _settle(work, self, state=JobState.DONE, finished_at=work.now, lease_until=None, last_error=""):
                raise LeaseLost(f"job {self.key} ({self.kind}) was taken over by another worker")
            faults.crash_here(faults.Point.JOB_MARKED)
        faults.crash_here(faults.Point.JOB_DONE)
        self.finished = True


def claim() -> Run | None:
    """Take the next job that is due; None when there is none."""
    with database.reading() as db:  # an idle worker must not take the write lock every second
        if db.exec(_next(clock.now())).first() is None:
            return None
    with unit_of_work() as work:
        while (job := work.db.exec(_next(work.now).with_for_update(skip_locked=True)).first()) is not None:
            if job.state == JobState.READY:
                return _take(work, job)
            _recover(work, job)
    return None


def extend(run: Run) -> bool:
    """Hold on to a job that takes long; False when another worker has it already."""
    with unit_of_work() as work:
        return _settle(work, run, lease_until=work.now + LEASE)


def fail(run: Run, trouble: BaseException) -> None:
    """Give the job back with a growing, jittered pause, or bury it after its last attempt."""
    error = f"{type(trouble).__name__}: {trouble}"[:ERROR_LENGTH]
    with unit_of_work() as work:
        if run.attempt < MOST_ATTEMPTS:
            again_at = work.now + pause_after(run.attempt)
            _settle(work, run, state=JobState.READY, run_at=again_at, lease_until=None, last_error=error)
        elif _settle(work, run, state=JobState.DEAD, finished_at=work.now, lease_until=None, last_error=error):
            log.error("Job %s (%s) failed %s times and is given up", run.key, run.kind, run.attempt)
            work.touch(GIVEN_UP_TOPIC)


def run_again(work: Work, job_id: int) -> Job | None:
    """Have a job that was given up tried once more, now; None when it is not given up (any more).

    Its attempts are counted on: no run from before can take itself for this one, and what fails is given up again.
    """
    wanted = select(Job).where(Job.id == job_id, Job.state == JobState.DEAD).with_for_update()
    job = work.db.exec(wanted).first()
    if job is not None:
        job.state, job.run_at, job.finished_at = JobState.READY, work.now, None
        work.touch(TOPIC, GIVEN_UP_TOPIC)
    return job


def give_back(run: Run) -> None:
    """Let another worker begin this job at once: this one is shutting down."""
    with unit_of_work() as work:
        _settle(work, run, state=JobState.READY, run_at=work.now, lease_until=None)


def pause_after(attempt: int) -> timedelta:
    """Full jitter: a random pause up to a ceiling that doubles with each attempt."""
    ceiling = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
    return timedelta(seconds=random.uniform(0, ceiling))


def _next(now: datetime) -> Any:
    """The job that has waited longest: one that is due, or one whose lease ran out."""
    waiting: ColumnElement[bool] = or_(
        and_(col(Job.state) == JobState.READY, col(Job.run_at) <= now),
        and_(col(Job.state) == JobState.RUNNING, col(Job.lease_until) <= now),
    )
    return select(Job).where(waiting).order_by(col(Job.run_at), col(Job.id)).limit(1)


def _take(work: Work, job: Job) -> Run:
    job.state, job.attempts, job.lease_until = JobState.RUNNING, job.attempts + 1, work.now + LEASE
    work.db.flush()
    assert job.id is not None
    return Run(job.id, job.kind, job.key, dict(job.payload), job.attempts)


def _recover(work: Work, job: Job) -> None:
    """Nobody reported how this attempt went: its worker died, or hangs.

    It counts as a failure and waits at random. A job that kills its worker would otherwise come back
    in the very moment in which those that died with it come back, and take them along every time.
    """
    job.lease_until, job.last_error = None, "its worker died or hung"
    if job.attempts < MOST_ATTEMPTS:
        job.state, job.run_at = JobState.READY, work.now + pause_after(job.attempts)
    else:
        job.state, job.finished_at = JobState.DEAD, work.now
        log.error("Job %s (%s) ended its worker and is given up", job.key, job.kind)
        work.touch(GIVEN_UP_TOPIC)
    work.db.flush()


def _settle(work: Work, run: Run, **values: Any) -> bool:
    """Write the outcome of a run, if the run still holds the job (the fence)."""
    still_ours = and_(col(Job.id) == run.job_id, col(Job.attempts) == run.attempt, col(Job.state) == JobState.RUNNING)
    outcome = work.db.connection().execute(update(Job).where(still_ours).values(**values))
    return outcome.rowcount == 1
