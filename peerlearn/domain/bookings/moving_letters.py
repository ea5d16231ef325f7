"""The mails about another time for a session: proposed, agreed on, or not wanted."""

from sqlmodel import Session

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.rules import ProposalStatus
from peerlearn.domain.bookings.tables import Booking, TimeProposal
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work
from peerlearn.settings import settings

MAIL_PROPOSAL = "mail_time_proposal"
SUBJECTS = {
    ProposalStatus.OPEN: "Another time for “{title}”?",
    ProposalStatus.ACCEPTED: "“{title}” has moved",
    ProposalStatus.KEPT: "“{title}” stays at its time",
}
BODIES = {
    ProposalStatus.OPEN: """Hello {name},

{other} would like to move “{title}”.

So far: {was}
Proposed: {then}

Until you agree, the time so far stays. You can answer here:
{address}
""",
    ProposalStatus.ACCEPTED: """Hello {name},

you and {other} have agreed on another time for “{title}”.

New time: {then}
Before: {was}

What was paid stays in safe hands until the session is done.
{address}
""",
    ProposalStatus.KEPT: """Hello {name},

{other} cannot make it at {then}, so “{title}” stays where it was:

{was}

{address}
""",
}


def tell(work: Work, proposed: TimeProposal, user_id: int) -> None:
    """Have one of the two told what became of a proposal, as it stands now."""
    payload = {"proposal_id": proposed.id, "user_id": user_id, "status": proposed.status}
    enqueue(work, MAIL_PROPOSAL, key=f"{MAIL_PROPOSAL}:{proposed.id}:{proposed.status}:{user_id}", payload=payload)


def tell_both(work: Work, proposed: TimeProposal) -> None:
    """Have both told."""
    for user_id in _people(work.db, proposed):
        tell(work, proposed, user_id)


@job(MAIL_PROPOSAL)
def mail_proposal(run: Run) -> None:
    """Tell one of the two, if they still have an account; a question that was settled meanwhile is not asked."""
    with database.reading() as db:
        proposed = db.get_one(TimeProposal, int(run.payload["proposal_id"]))
        status, user_id = ProposalStatus(run.payload["status"]), int(run.payload["user_id"])
        person = db.get_one(User, user_id)
        subject, body = _letter(db, proposed, status, person)
    if proposed.status == status and person.is_active and mail.can_send():
        mail.deliver(run, to=person.email, subject=subject, body=body)


def _letter(db: Session, proposed: TimeProposal, status: ProposalStatus, person: User) -> tuple[str, str]:
    booking = db.get_one(Booking, proposed.booking_id)
    offering = db.get_one(Offering, booking.session_id)
    [other_id] = _people(db, proposed) - {person.id}
    words = {
        "name": person.name,
        "other": db.get_one(User, other_id).name,
        "title": offering.title,
        "was": f"{proposed.was_at:%A, %d %B %Y, %H:%M} UTC",
        "then": f"{proposed.starts_at:%A, %d %B %Y, %H:%M} UTC",
        "address": f"{settings.site_url}/dashboard/{person.role}/",
    }
    return SUBJECTS[status].format(**words), BODIES[status].format(**words)


def _people(db: Session, proposed: TimeProposal) -> set[int]:
    booking = db.get_one(Booking, proposed.booking_id)
    return {booking.learner_id, db.get_one(Offering, booking.session_id).mentor_id}
