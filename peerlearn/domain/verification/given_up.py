"""The jobs that were tried as often as allowed: what they were, and one more try because an admin wants it."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain import audit, payments
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.kit import jobs
from peerlearn.kit.jobs import Job, JobState
from peerlearn.kit.refusal import NotAllowed, Refusal
from peerlearn.kit.work import Work

# What tells people something, or tidies up. Everything else may move money, so who has it tried again proves who they
# are; a kind that is not known here yet, too.
MOVES_NO_MONEY = frozenset(
    {
        "assemble_recording",
        "clean_up",
        "drop_unused_chat_file",
        "drop_unused_video",
        "lapse_proposal",
        "remove_recording",
        "send_email_code",
        "send_lesson_summary",
        "send_sign_up_code",
        "verify",
    }
)
TELLS = "mail_"


class NotGivenUp(Refusal):
    """Somebody else had it tried again, or it is done."""

    message = "This is being tried again already."


@dataclass(frozen=True)
class GivenUpCard:
    """One job that failed for good; `at` is ISO 8601 in UTC, `error` the last thing that went wrong."""

    job_id: int
    kind: str
    attempts: int
    error: str
    at: str
    moves_money: bool


def given_up(db: Session, *, most: int) -> list[GivenUpCard]:
    """Those that wait for somebody to look at them, the newest first, at most so many."""
    wanted = select(Job).where(Job.state == JobState.DEAD).order_by(col(Job.finished_at).desc(), col(Job.id).desc())
    return [_card(job) for job in db.exec(wanted.limit(most))]


def run_again(work: Work, job_id: int, *, by: Viewer) -> None:
    """Have one tried once more, now; when it fails it is given up again.

    Raises:
        NotAllowed: for everybody but admins.
        ProofNeeded: where money may move and they have not shown lately who they are.
        NotGivenUp.
    """
    if by.role != Role.ADMIN:
        raise NotAllowed()
    job = work.db.get(Job, job_id)
    if job is not None and _moves_money(job.kind) and not by.proved_lately(work.now):
        raise payments.ProofNeeded()
    again = jobs.run_again(work, job_id)
    if again is None:
        raise NotGivenUp()
    audit.record(work, "job.run_again", actor_id=by.user_id, target=f"job:{job_id}", kind=again.kind, key=again.key)


def _moves_money(kind: str) -> bool:
    return not kind.startswith(TELLS) and kind not in MOVES_NO_MONEY


def _card(job: Job) -> GivenUpCard:
    return GivenUpCard(
        job_id=job.id or 0,
        kind=job.kind,
        attempts=job.attempts,
        error=job.last_error,
        at=(job.finished_at or job.created_at).isoformat(),
        moves_money=_moves_money(job.kind),
    )
