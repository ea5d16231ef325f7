"""Everything that changes a booking: holding, paying, answering, completing."""

from peerlearn.domain import audit, catalog, payments
from peerlearn.domain.accounts import Role, Viewer, lock_user
from peerlearn.domain.bookings.events import BookingCompleted, BookingConfirmed, BookingRejected, BookingRequested
from peerlearn.domain.bookings.refusals import (
    AlreadyAnswered,
    BusyThen,
    MentorBusyThen,
    NotYourBooking,
    SessionUnavailable,
    SlotTaken,
)
from peerlearn.domain.bookings.rules import HOLD_FOR, BookingStatus, takes_the_slot
from peerlearn.domain.bookings.storage import busy_then, locked, locked_offering, move, open_booking_of
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.payments import PaymentCaptured
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import NotAllowed
from peerlearn.kit.work import Work

RELEASE_HOLD = "release_hold"


def hold(work: Work, offering_id: int, *, by: Viewer) -> int:
    """Keep a session for this learner while they pay; the booking's id, the same for a double click.

    Raises:
        NotAllowed: for anyone but a learner.
        SessionUnavailable, SlotTaken, BusyThen.
    """
    if by.role is not Role.LEARNER:
        raise NotAllowed("Only learners can book.")
    offering = locked_offering(work, offering_id)
    if offering.status != OfferingStatus.ACTIVE or offering.starts_at <= work.now:
        raise SessionUnavailable()
    other = open_booking_of(work, offering_id)
    if other is not None and takes_the_slot(other.status, other.hold_ends_at, work.now):
        if other.learner_id == by.user_id and other.status == BookingStatus.HELD and other.id is not None:
            return other.id
        raise SlotTaken()
    if other is not None:
        move(work, other, BookingStatus.EXPIRED)
    lock_user(work, by.user_id)
    if busy_then(work, offering, learner_id=by.user_id):
        raise BusyThen()
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
        _expire(work, booking, offering)


def take_payment(work: Work, captured: PaymentCaptured) -> None:
    """The money for a booking is there: ask the mentor, or send it back when the session is gone."""
    booking, offering = locked(work, captured.booking_id)
    if booking.status not in (BookingStatus.HELD, BookingStatus.EXPIRED):
        return
    work.touch(catalog.TOPIC, *_both(booking, offering))
    other = open_booking_of(work, offering.id or 0)
    if other is not None and other.id != booking.id and not takes_the_slot(other.status, other.hold_ends_at, work.now):
        move(work, other, BookingStatus.EXPIRED)
        other = None
    gone = offering.status != OfferingStatus.ACTIVE or offering.starts_at <= work.now
    if gone or (other is not None and other.id != booking.id):
        move(work, booking, BookingStatus.CANCELLED)
        payments.refund_in_full(work, captured.booking_id, reason="the session was no longer free")
        audit.record(work, "booking.too_late", actor_id=booking.learner_id, target=f"booking:{booking.id}")
        return
    move(work, booking, BookingStatus.PENDING)
    audit.record(work, "booking.request", actor_id=booking.learner_id, target=f"booking:{booking.id}")
    work.tell(BookingRequested(captured.booking_id))


def accept(work: Work, booking_id: int, *, by: Viewer) -> None:
    """The mentor's yes; said twice it is one yes.

    Raises:
        NotYourBooking, AlreadyAnswered, MentorBusyThen.
    """
    booking, offering = _asked(work, booking_id, by)
    if booking.status == BookingStatus.CONFIRMED:
        return
    if booking.status != BookingStatus.PENDING:
        raise AlreadyAnswered()
    lock_user(work, by.user_id)
    if busy_then(work, offering, mentor_id=by.user_id):
        raise MentorBusyThen()
    move(work, booking, BookingStatus.CONFIRMED)
    _answered(work, booking, offering, "booking.accept", by)
    work.tell(BookingConfirmed(booking_id))


def reject(work: Work, booking_id: int, *, by: Viewer) -> None:
    """The mentor's no; the learner gets everything back, and the session is free again.

    Raises:
        NotYourBooking, AlreadyAnswered.
    """
    booking, offering = _asked(work, booking_id, by)
    if booking.status == BookingStatus.REJECTED:
        return
    if booking.status != BookingStatus.PENDING:
        raise AlreadyAnswered()
    move(work, booking, BookingStatus.REJECTED)
    payments.refund_in_full(work, booking_id, reason="declined by the mentor")
    _answered(work, booking, offering, "booking.reject", by)
    work.touch(catalog.TOPIC)
    work.tell(BookingRejected(booking_id))


def complete(work: Work, booking_id: int) -> None:
    """The session took place: the mentor has earned their share."""
    booking, offering = locked(work, booking_id)
    if booking.status == BookingStatus.COMPLETED:
        return
    move(work, booking, BookingStatus.COMPLETED)
    catalog.complete(work, booking.session_id)
    payments.release(work, booking_id)
    work.touch(*_both(booking, offering))
    work.tell(BookingCompleted(booking_id))


@job(RELEASE_HOLD)
def release_hold(run: Run) -> None:
    """Free a session whose checkout was never finished."""
    with run.finish() as work:
        booking, offering = locked(work, run.payload["booking_id"])
        if booking.status == BookingStatus.HELD and booking.hold_ends_at <= work.now:
            _expire(work, booking, offering)


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
    enqueue(work, RELEASE_HOLD, key=f"release_hold:{booking.id}", payload={"booking_id": booking.id}, run_at=ends_at)
    audit.record(work, "booking.hold", actor_id=by.user_id, target=f"booking:{booking.id}")
    work.touch(catalog.TOPIC)
    return booking.id


def _expire(work: Work, booking: Booking, offering: Offering) -> None:
    move(work, booking, BookingStatus.EXPIRED)
    audit.record(work, "booking.expire", actor_id=None, target=f"booking:{booking.id}")
    work.touch(catalog.TOPIC, *_both(booking, offering))


def _asked(work: Work, booking_id: int, by: Viewer) -> tuple[Booking, Offering]:
    booking, offering = locked(work, booking_id)
    if offering.mentor_id != by.user_id:
        raise NotYourBooking()
    return booking, offering


def _answered(work: Work, booking: Booking, offering: Offering, deed: str, by: Viewer) -> None:
    booking.answered_at = work.now
    audit.record(work, deed, actor_id=by.user_id, target=f"booking:{booking.id}")
    work.touch(*_both(booking, offering))


def _both(booking: Booking, offering: Offering) -> tuple[str, str]:
    return f"account:{booking.learner_id}", f"account:{offering.mentor_id}"
