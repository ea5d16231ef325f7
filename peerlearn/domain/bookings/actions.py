"""What people do with bookings: hold, give up, accept, reject. What follows by itself is in `consequences`."""

from peerlearn.domain import catalog, payments
from peerlearn.domain.accounts import Role, Viewer, lock_user
from peerlearn.domain.bookings.events import BookingConfirmed
from peerlearn.domain.bookings.refusals import (
    BookedAlready,
    BusyThen,
    MentorBusyThen,
    NotWaiting,
    NotYourBooking,
    SessionBooked,
    SessionUnavailable,
    SlotTaken,
    TooLateToAccept,
    TooManyHolds,
)
from peerlearn.domain.bookings.rules import HOLD_FOR, MOST_HOLDS, RELEASE_HOLD, BookingStatus, takes_the_slot
from peerlearn.domain.bookings.steps import note, step
from peerlearn.domain.bookings.storage import busy_then, holds_of, locked, locked_offering, open_booking_of
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.jobs import enqueue
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import NotAllowed
from peerlearn.kit.work import Work


def hold(work: Work, offering_id: int, *, by: Viewer) -> int:
    """Keep a session for this learner while they pay; the booking's id, the same for a double click.

    Raises:
        NotAllowed: for anyone but a learner.
        SessionUnavailable, SlotTaken, BookedAlready, BusyThen, TooManyHolds.
    """
    if by.role is not Role.LEARNER:
        raise NotAllowed("Only learners can book.")
    offering = locked_offering(work, offering_id)
    if offering.status != OfferingStatus.ACTIVE or offering.starts_at <= work.now:
        raise SessionUnavailable()
    other = open_booking_of(work.db, offering_id)
    if other is not None and takes_the_slot(other.status, other.hold_ends_at, work.now):
        return _own_hold(other, by)
    if other is not None:
        step(work, other, offering, BookingStatus.EXPIRED, "expire")
    lock_user(work, by.user_id)
    if busy_then(work, offering, learner_id=by.user_id):
        raise BusyThen()
    if holds_of(work, by.user_id) >= MOST_HOLDS:
        raise TooManyHolds()
    return _begin(work, offering, by)


def give_up(work: Work, booking_id: int, *, by: Viewer) -> None:
    """Free an unpaid hold at once; money that still comes for it is taken or sent back.

    Raises:
        NotYourBooking.
    """
    booking, offering = locked(work, booking_id)
    if booking.learner_id != by.user_id:
        raise NotYourBooking()
    if booking.status == BookingStatus.HELD:
        step(work, booking, offering, BookingStatus.EXPIRED, "give_up", by=by)


def accept(work: Work, booking_id: int, *, by: Viewer) -> None:
    """The mentor's yes; said twice it is one yes.

    Raises:
        NotYourBooking, NotWaiting, SessionBooked, TooLateToAccept, MentorBusyThen.
    """
    booking, offering = _asked(work, booking_id, by)
    if booking.status == BookingStatus.CONFIRMED:
        return
    if booking.status != BookingStatus.PENDING:
        raise SessionBooked() if open_booking_of(work.db, booking.session_id) else NotWaiting()
    if offering.starts_at <= work.now:
        raise TooLateToAccept()
    lock_user(work, by.user_id)
    if busy_then(work, offering, mentor_id=by.user_id):
        raise MentorBusyThen()
    booking.answered_at = work.now
    step(work, booking, offering, BookingStatus.CONFIRMED, "accept", by=by)
    work.tell(BookingConfirmed(booking_id))


def reject(work: Work, booking_id: int, *, by: Viewer) -> None:
    """The mentor's no; the learner gets everything back, and the session is free again.

    Raises:
        NotYourBooking, NotWaiting.
    """
    booking, offering = _asked(work, booking_id, by)
    if booking.status == BookingStatus.REJECTED:
        return
    if booking.status != BookingStatus.PENDING:
        raise NotWaiting()
    booking.answered_at = work.now
    step(work, booking, offering, BookingStatus.REJECTED, "reject", by=by)
    payments.refund_in_full(work, booking_id, reason="declined by the mentor")


def _own_hold(other: Booking, by: Viewer) -> int:
    if other.learner_id != by.user_id:
        raise SlotTaken()
    if other.status != BookingStatus.HELD:
        raise BookedAlready()
    assert other.id is not None
    return other.id


def _begin(work: Work, offering: Offering, by: Viewer) -> int:
    ends_at = work.now + HOLD_FOR
    assert offering.id is not None
    booking = Booking(session_id=offering.id, learner_id=by.user_id, hold_ends_at=ends_at, created_at=work.now)
    work.db.add(booking)
    work.db.flush()
    assert booking.id is not None
    payments.begin(
        work,
        booking_id=booking.id,
        learner_id=by.user_id,
        mentor_id=offering.mentor_id,
        price=Money(offering.price_paise),
    )
    enqueue(work, RELEASE_HOLD, key=f"{RELEASE_HOLD}:{booking.id}", payload={"booking_id": booking.id}, run_at=ends_at)
    note(work, booking, "hold", by=by)
    work.touch(catalog.TOPIC, f"account:{by.user_id}")
    crash_here(Point.HOLD_WRITTEN)
    return booking.id


def _asked(work: Work, booking_id: int, by: Viewer) -> tuple[Booking, Offering]:
    booking, offering = locked(work, booking_id)
    if offering.mentor_id != by.user_id:
        raise NotYourBooking()
    return booking, offering
