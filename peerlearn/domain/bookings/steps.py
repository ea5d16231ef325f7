"""One step in the life of a booking: its state, the audit line, and whose pages to read again."""

from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from peerlearn.domain import audit, catalog
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.rules import BookingStatus, CancelReason, ProposalStatus, may_become
from peerlearn.domain.bookings.tables import Booking, TimeProposal
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit.work import Work


def step(
    work: Work, booking: Booking, offering: Offering, then: BookingStatus, deed: str, *, by: Viewer | None = None
) -> None:
    """Take a booking to its next state.

    Args:
        work: the unit of work.
        booking: the booking, locked.
        offering: its session, locked.
        then: the next state; one that does not follow is a bug.
        deed: what the audit log calls it, such as "accept".
        by: whose deed it is; nobody's when the clock or the money did it.
    """
    if not may_become(booking.status, then):
        raise ValueError(f"booking {booking.id} cannot go from {booking.status} to {then}")
    if booking.status == BookingStatus.CONFIRMED:
        lapse_proposal(work, booking)
    booking.status = then
    work.db.flush()
    note(work, booking, deed, by=by)
    work.touch(f"account:{booking.learner_id}", f"account:{offering.mentor_id}")
    if then is not BookingStatus.CONFIRMED:  # a yes frees and takes nothing that others could book
        work.touch(catalog.TOPIC)


def cancel(work: Work, booking: Booking, offering: Offering, reason: CancelReason, *, by: Viewer | None = None) -> None:
    """Take a booking to its end without a session, and keep why."""
    booking.cancel_reason = reason
    step(work, booking, offering, BookingStatus.CANCELLED, f"cancel.{reason}", by=by)


def lapse_proposal(work: Work, booking: Booking) -> None:
    """The other time that somebody proposed, if they did, can no longer be agreed on."""
    proposed = work.db.exec(open_proposals(booking.id or 0).with_for_update()).first()
    if proposed is not None:
        proposed.status, proposed.settled_at = ProposalStatus.LAPSED, work.now
        work.db.flush()


def open_proposals(booking_id: int) -> SelectOfScalar[TimeProposal]:
    """The proposal for a booking that nobody has answered or taken back; one at most."""
    return select(TimeProposal).where(TimeProposal.booking_id == booking_id, TimeProposal.status == ProposalStatus.OPEN)


def note(work: Work, booking: Booking, deed: str, *, by: Viewer | None = None) -> None:
    """Write a line about a booking into the audit log."""
    audit.record(work, f"booking.{deed}", actor_id=by.user_id if by else None, target=f"booking:{booking.id}")
