"""What people do with bookings: hold, use a credit, give up, accept, reject. The rest is in `consequences`."""

from peerlearn.domain import catalog, payments
from peerlearn.domain.accounts import Role, Viewer, lock_user
from peerlearn.domain.bookings.events import BookingConfirmed
from peerlearn.domain.bookings.policy import CURRENT
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
    offering = _on_offer(work, offering_id, by)
    other = open_booking_of(work.db, offering_id)
    if other is not None and takes_the_slot(other.status, other.hold_ends_at, work.now):
        return _own_hold(other, by)
    _make_way(work, offering, other, by)
    if holds_of(work, by.user_id) >= MOST_HOLDS:
        raise TooManyHolds()
    booking_id = _write(work, offering, by)
    payments.begin(
        work,
        booking_id=booking_id,
        learner_id=by.user_id,
        mentor_id=offering.mentor_id,
        price=Money(offering.price_paise),
    )
    payload = {"booking_id": booking_id}
    enqueue(work, RELEASE_HOLD, key=f"{RELEASE_HOLD}:{booking_id}", payload=payload, run_at=work.now + HOLD_FOR)
    crash_here(Point.HOLD_WRITTEN)
    return booking_id


def book_with_credit(work: Work, offering_id: int, *, package_payment_id: int, price: Money, by: Viewer) -> int:
    """Book a session from a package: nothing is paid, and the mentor is asked at once.

    Args:
        work: the transaction.
        offering_id: the session.
        package_payment_id: the package's payment; whoever calls has looked whose it is, and that it fits.
        price: what a session of the package costs.
        by: the learner.

    Returns:
        The booking's id.

    Raises:
        NotAllowed: for anyone but a learner.
        SessionUnavailable, SlotTaken, BookedAlready, BusyThen, NoCreditLeft.
    """
    offering = _on_offer(work, offering_id, by)
    other = open_booking_of(work.db, offering_id)
    if other is not None and takes_the_slot(other.status, other.hold_ends_at, work.now):
        _own_hold(other, by)  # theirs gives way: its payment window was left open
    _make_way(work, offering, other, by)
    booking_id = _write(work, offering, by)
    payments.use_credit(work, package_payment_id, booking_id=booking_id, price=price)
    return booking_id


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


def _on_offer(work: Work, offering_id: int, by: Viewer) -> Offering:
    if by.role is not Role.LEARNER:
        raise NotAllowed("Only learners can book.")
    offering = locked_offering(work, offering_id)
    if offering.status != OfferingStatus.ACTIVE or offering.starts_at <= work.now:
        raise SessionUnavailable()
    return offering


def _make_way(work: Work, offering: Offering, other: Booking | None, by: Viewer) -> None:
    """End a hold that takes the slot no more, and see that the learner has time."""
    if other is not None:
        step(work, other, offering, BookingStatus.EXPIRED, "expire")
    lock_user(work, by.user_id)
    if busy_then(work, offering, learner_id=by.user_id):
        raise BusyThen()


def _own_hold(other: Booking, by: Viewer) -> int:
    if other.learner_id != by.user_id:
        raise SlotTaken()
    if other.status != BookingStatus.HELD:
        raise BookedAlready()
    assert other.id is not None
    return other.id


def _write(work: Work, offering: Offering, by: Viewer) -> int:
    assert offering.id is not None
    ends_at = work.now + HOLD_FOR
    booking = Booking(
        session_id=offering.id,
        learner_id=by.user_id,
        hold_ends_at=ends_at,
        created_at=work.now,
        policy_version=CURRENT,
    )
    work.db.add(booking)
    work.db.flush()
    assert booking.id is not None
    note(work, booking, "hold", by=by)
    work.touch(catalog.TOPIC, f"account:{by.user_id}")
    return booking.id


def _asked(work: Work, booking_id: int, by: Viewer) -> tuple[Booking, Offering]:
    booking, offering = locked(work, booking_id)
    if offering.mentor_id != by.user_id:
        raise NotYourBooking()
    return booking, offering
