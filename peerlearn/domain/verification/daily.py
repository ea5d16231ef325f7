"""The same look once a day, by a job; the audit log keeps what it found, and admins hear of what is new in it."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from peerlearn.domain import audit
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.verification.letters import tell_of_findings
from peerlearn.domain.verification.verify import verify
from peerlearn.kit import database
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work

log = logging.getLogger(__name__)

VERIFY, VERIFIED = "verify", "database.verified"
TOPIC = "verified"  # watched by those who see what was found
MOST_KEPT = 50


@dataclass(frozen=True)
class LastLook:
    """When somebody last looked through everything, and what was found, a line each; `count` may be more."""

    at: datetime
    count: int
    lines: list[str]


def verify_daily(work: Work) -> None:
    """Have today's look, once."""
    enqueue(work, VERIFY, key=f"{VERIFY}:{work.now.date()}")


def look_again(work: Work) -> None:
    """Have one more look today: there is something new to look at."""
    enqueue(work, VERIFY, key=f"{VERIFY}:{work.now.date()}:again")


@job(VERIFY)
def verify_now(run: Run) -> None:
    """Look, say aloud what cannot be true, and keep it."""
    with database.reading() as db:
        lines = [str(finding) for finding in verify(db)]
        before = last_look(db)
    for line in lines:
        log.error("This cannot be true: %s", line)
    with run.finish() as work:
        kept = lines[:MOST_KEPT]
        audit.record(work, VERIFIED, actor_id=None, count=len(lines), lines=kept)
        if new := [line for line in kept if before is None or line not in before.lines]:
            tell_of_findings(work, run.key, new)
        work.touch(TOPIC)


def last_look(db: Session) -> LastLook | None:
    """The newest one; None before the first."""
    newest = select(AuditEntry).where(AuditEntry.action == VERIFIED).order_by(col(AuditEntry.id).desc()).limit(1)
    entry = db.exec(newest).first()
    if entry is None:
        return None
    return LastLook(entry.at, int(entry.details["count"]), list(entry.details["lines"]))
