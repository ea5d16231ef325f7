"""Finding the rows that an action decides about, locked in one order: the session first, then the booking."""

from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from peerlearn.domain.bookings.refusals import NotYourBooking, SessionUnavailable
from peerlearn.domain.bookings.rules import OPEN, BookingStatus
from peerlearn.domain.bookings.tables import Booking, TimeProposal
from peerlearn.domain.catalog import LONGEST, overlap
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit.work import Work

Row = TypeVar("Row", Booking, Offering, TimeProposal)


def locked_offering(work: Work, offering_id: int) -> Offering:
    """The session, until this transaction ends.

    Raises:
        SessionUnavailable: when there is none.
    """
    found = work.db.exec(_for_us(select(Offering).where(Offering.id == offering_id))).first()
    if found is None:
        raise SessionUnavailable()
    return found


def locked(work: Work, booking_id: int) -> tuple[Booking, Offering]:
    """A booking and its session.

    Raises:
        NotYourBooking: when there is none.
    """
    session_id = work.db.exec(select(Booking.session_id).where(Booking.id == booking_id)).first()
    if session_id is None:
        raise NotYourBooking()
    offering = locked_offering(work, session_id)
    booking = work.db.exec(_for_us(select(Booking).where(Booking.id == booking_id))).one()
    return booking, offering


def locked_proposal(work: Work, proposal_id: int) -> tuple[TimeProposal, Booking, Offering]:
    """A proposal of another time, with its booking and session.

    Raises:
        NotYourBooking: when there is none.
    """
    wanted = select(TimeProposal).where(TimeProposal.id == proposal_id)
    found = work.db.exec(wanted).first()
    if found is None:
        raise NotYourBooking()
    booking, offering = locked(work, found.booking_id)
    return work.db.exec(_for_us(wanted)).one(), booking, offering


def open_booking_of(db: Session, offering_id: int, *, lock: bool = True) -> Booking | None:
    """The one booking that has the session, if any; a hold may have run out."""
    wanted = select(Booking).where(Booking.session_id == offering_id, col(Booking.status).in_(OPEN))
    return db.exec(_for_us(wanted) if lock else wanted).first()


def busy_then(
    work: Work,
    offering: Offering,
    *,
    learner_id: int | None = None,
    mentor_id: int | None = None,
    starts_at: datetime | None = None,
) -> bool:
    """Whether this person has another session around the time of an offering, or around another start of it.

    A learner is busy with what they hold, asked for or have; a mentor with what they confirmed.
    """
    starts = starts_at or offering.starts_at
    ends = starts + (offering.ends_at - offering.starts_at)
    others = (
        select(Offering)
        .join(Booking, col(Booking.session_id) == col(Offering.id))
        .where(
            Offering.id != offering.id,
            col(Offering.starts_at) < ends,
            col(Offering.starts_at) > starts - LONGEST,
        )
    )
    if learner_id is not None:
        running = (col(Booking.status) == BookingStatus.HELD) & (col(Booking.hold_ends_at) > work.now)
        firm = col(Booking.status).in_((BookingStatus.PENDING, BookingStatus.CONFIRMED))
        others = others.where(Booking.learner_id == learner_id, running | firm)
    else:
        others = others.where(Offering.mentor_id == mentor_id, Booking.status == BookingStatus.CONFIRMED)
    return any(overlap(starts, ends, other.starts_at, other.ends_at) for other in work.db.exec(others))


def holds_of(work: Work, learner_id: int) -> int:
    """How many sessions a learner keeps just now without having paid."""
    running = (col(Booking.status) == BookingStatus.HELD) & (col(Booking.hold_ends_at) > work.now)
    return work.db.exec(select(func.count()).where(Booking.learner_id == learner_id, running)).one()


def _for_us(wanted: SelectOfScalar[Row]) -> SelectOfScalar[Row]:
    """Locked, and read anew: what this transaction saw before it got the lock may have changed since."""
    return wanted.with_for_update().execution_options(populate_existing=True)
