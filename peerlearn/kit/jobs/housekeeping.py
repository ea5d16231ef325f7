"""Jobs that were done long ago are forgotten; those that failed for good stay until somebody has looked at them."""

from datetime import timedelta

from sqlmodel import Session, col, func, select

from peerlearn.kit.jobs.tables import Job, JobState
from peerlearn.kit.retention import forget
from peerlearn.kit.work import Work

DONE_KEPT = timedelta(days=30)  # longer than anybody repeats what would ask for the same job: a webhook, for one


def forget_done(work: Work) -> int:
    """Drop some of the old ones; how many."""
    long_ago = work.now - DONE_KEPT
    return forget(work, Job, (col(Job.state) == JobState.DONE) & (col(Job.finished_at) < long_ago))


def failed_for_good(db: Session) -> int:
    """How many wait for somebody to look at them."""
    return db.exec(select(func.count()).select_from(Job).where(col(Job.state) == JobState.DEAD)).one()
