"""Moving a confirmed session: one of the two proposes another time, the other one agrees or keeps the old one.

The money stays where it is, in escrow. How cancelling is priced after a move is in `rules.counted_start`.
"""

from datetime import datetime

from peerlearn.domain import catalog
from peerlearn.domain.accounts import Viewer, lock_user
from peerlearn.domain.bookings import moving_letters
from peerlearn.domain.bookings.events import BookingMoved
from peerlearn.domain.bookings.refusals import (
    NotMovable,
    NotYourBooking,
    ProposalOver,
    ProposedAlready,
    TimeTaken,
)
from peerlearn.domain.bookings.rules import (
    LAPSE_PROPOSAL,
    ProposalStatus,
    answerable_until,
    may_be_moved,
    notice_kept,
)
from peerlearn.domain.bookings.steps import lapse_proposal, note, open_proposals
from peerlearn.domain.bookings.storage import busy_then, locked, locked_proposal
from peerlearn.domain.bookings.tables import Booking, TimeProposal
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import Work

SAME_TIME = "It is at that time already. Please choose another one"
YOU_ARE_BUSY = "You have another session at that time"
THEY_ARE_BUSY = "The other one has another session at that time"


def propose_time(work: Work, booking_id: int, typed: str, *, by: Viewer) -> int:
    """Ask the other one for another time; the proposal's id, the same for a double click.

    Args:
        work: the unit of work.
        booking_id: a confirmed session.
        typed: the new start, ISO 8601 with its offset.
        by: its learner or its mentor.

    Raises:
        NotYourBooking, NotMovable, ProposedAlready.
        Incomplete: with a sentence for `starts_at`.
    """
    booking, offering = locked(work, booking_id)
    if by.user_id not in (booking.learner_id, offering.mentor_id):
        raise NotYourBooking()
    if not may_be_moved(booking.status, offering.starts_at, work.now):
        raise NotMovable()
    starts_at = catalog.start_in(typed, work.now)
    if starts_at is None:
        raise _not_then(catalog.NO_SUCH_START)
    waiting = work.db.exec(open_proposals(booking_id)).first()
    if waiting is not None and answerable_until(waiting.was_at, waiting.starts_at) > work.now:
        return _own_again(waiting, starts_at, by)
    if starts_at == offering.starts_at:
        raise _not_then(SAME_TIME)
    busy = _busy(work, booking, offering, starts_at)
    if busy:
        raise _not_then(YOU_ARE_BUSY if by.user_id in busy else THEY_ARE_BUSY)
    lapse_proposal(work, booking)
    return _propose(work, booking, offering, starts_at, by)


def accept_time(work: Work, proposal_id: int, *, by: Viewer) -> None:
    """The other one's yes: the session moves, with everything that is reckoned from its start; said twice it is one.

    Raises:
        NotYourBooking, ProposalOver, NotMovable, TimeTaken.
    """
    proposed, booking, offering = locked_proposal(work, proposal_id)
    if by.user_id != _asked(proposed, booking, offering):
        raise NotYourBooking()
    if not _may_settle(work, proposed, ProposalStatus.ACCEPTED):
        return
    if not may_be_moved(booking.status, offering.starts_at, work.now):
        raise NotMovable()
    for user_id in sorted((booking.learner_id, offering.mentor_id)):  # always in this order: two moves never entangle
        lock_user(work, user_id)
    if _busy(work, booking, offering, proposed.starts_at):
        raise TimeTaken()
    notice = notice_kept(offering.starts_at, booking.counted_notice, work.now)
    booking.counted_seconds = int(notice.total_seconds())
    offering.starts_at = proposed.starts_at
    _settle(work, proposed, booking, offering, ProposalStatus.ACCEPTED, by=by)
    work.touch(catalog.TOPIC)
    work.tell(BookingMoved(booking.id or 0))
    moving_letters.tell_both(work, proposed)


def keep_time(work: Work, proposal_id: int, *, by: Viewer) -> None:
    """The other one's no: the old time stays; said twice it is one.

    Raises:
        NotYourBooking, ProposalOver.
    """
    proposed, booking, offering = locked_proposal(work, proposal_id)
    if by.user_id != _asked(proposed, booking, offering):
        raise NotYourBooking()
    if _may_settle(work, proposed, ProposalStatus.KEPT):
        _settle(work, proposed, booking, offering, ProposalStatus.KEPT, by=by)
        moving_letters.tell(work, proposed, proposed.proposed_by)


def take_time_back(work: Work, proposal_id: int, *, by: Viewer) -> None:
    """Whoever proposed another time rather keeps the old one; said twice it is once.

    Raises:
        NotYourBooking, ProposalOver.
    """
    proposed, booking, offering = locked_proposal(work, proposal_id)
    if by.user_id != proposed.proposed_by:
        raise NotYourBooking()
    if _may_settle(work, proposed, ProposalStatus.TAKEN_BACK):
        _settle(work, proposed, booking, offering, ProposalStatus.TAKEN_BACK, by=by)


@job(LAPSE_PROPOSAL)
def lapse_unanswered(run: Run) -> None:
    """The old or the new time has come, and nobody answered: the old one stays."""
    with run.finish() as work:
        proposed, booking, offering = locked_proposal(work, int(run.payload["proposal_id"]))
        if proposed.status == ProposalStatus.OPEN:
            _settle(work, proposed, booking, offering, ProposalStatus.LAPSED, by=None)


def _own_again(waiting: TimeProposal, starts_at: datetime, by: Viewer) -> int:
    if (waiting.proposed_by, waiting.starts_at) != (by.user_id, starts_at):
        raise ProposedAlready()
    assert waiting.id is not None
    return waiting.id


def _propose(work: Work, booking: Booking, offering: Offering, starts_at: datetime, by: Viewer) -> int:
    assert booking.id is not None
    proposed = TimeProposal(
        booking_id=booking.id,
        proposed_by=by.user_id,
        was_at=offering.starts_at,
        starts_at=starts_at,
        created_at=work.now,
    )
    work.db.add(proposed)
    work.db.flush()
    assert proposed.id is not None
    enqueue(
        work,
        LAPSE_PROPOSAL,
        key=f"{LAPSE_PROPOSAL}:{proposed.id}",
        payload={"proposal_id": proposed.id},
        run_at=answerable_until(proposed.was_at, starts_at),
    )
    note(work, booking, "propose_time", by=by)
    work.touch(f"account:{booking.learner_id}", f"account:{offering.mentor_id}")
    moving_letters.tell(work, proposed, _asked(proposed, booking, offering))
    return proposed.id


def _busy(work: Work, booking: Booking, offering: Offering, starts_at: datetime) -> set[int]:
    """Who of the two has something else around that time: the mentor also what nobody has booked of them yet."""
    mentor_id, ends_at = offering.mentor_id, starts_at + (offering.ends_at - offering.starts_at)
    offers = catalog.offered_then(work, mentor_id, starts_at, ends_at, but_for=offering.id) is not None
    busy = {mentor_id} if offers or busy_then(work, offering, mentor_id=mentor_id, starts_at=starts_at) else set()
    if busy_then(work, offering, learner_id=booking.learner_id, starts_at=starts_at):
        busy.add(booking.learner_id)
    return busy


def _asked(proposed: TimeProposal, booking: Booking, offering: Offering) -> int:
    """Who is to answer: the one of the two who did not propose it."""
    return offering.mentor_id if proposed.proposed_by == booking.learner_id else booking.learner_id


def _may_settle(work: Work, proposed: TimeProposal, then: ProposalStatus) -> bool:
    """Whether a proposal still waits for this; False when just that has been done already."""
    if proposed.status == then:
        return False
    over = answerable_until(proposed.was_at, proposed.starts_at) <= work.now
    if proposed.status != ProposalStatus.OPEN or over:
        raise ProposalOver()
    return True


def _settle(
    work: Work, proposed: TimeProposal, booking: Booking, offering: Offering, then: ProposalStatus, *, by: Viewer | None
) -> None:
    proposed.status, proposed.settled_at = then, work.now
    work.db.flush()
    note(work, booking, f"time.{then}", by=by)
    work.touch(f"account:{booking.learner_id}", f"account:{offering.mentor_id}")


def _not_then(problem: str) -> Incomplete:
    return Incomplete({"starts_at": problem}, problem)
