"""Going back on a session: the learner, the mentor, or nobody came. What it costs is in `policy`."""

from peerlearn.domain import audit, catalog, payments
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import letters
from peerlearn.domain.bookings.cancel_terms import NOTHING, back_of, check_cancellable, fee_of
from peerlearn.domain.bookings.events import BookingCancelled
from peerlearn.domain.bookings.refusals import NotYourBooking, TermsChanged
from peerlearn.domain.bookings.rules import CANCELLABLE, BookingStatus, CancelReason, absent
from peerlearn.domain.bookings.steps import cancel, step
from peerlearn.domain.bookings.storage import locked, locked_offering, open_booking_of
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

REFUNDED_FOR = {
    CancelReason.LEARNER: "cancelled by the learner",
    CancelReason.LEARNER_PARTLY: "cancelled late by the learner",
    CancelReason.MENTOR: "cancelled by the mentor",
    CancelReason.MENTOR_LATE: "cancelled late by the mentor",
    CancelReason.MENTOR_AMENDS: "cancelled late by the mentor",
    CancelReason.MENTOR_ABSENT: "the mentor did not come",
    CancelReason.LEARNER_ABSENT: "the learner did not come",
    CancelReason.BOTH_ABSENT: "nobody came",
}


def cancel_booking(work: Work, booking_id: int, *, back: Money, by: Viewer) -> None:
    """A learner goes back on what they paid for; said twice it is said once.

    Args:
        work: the unit of work.
        booking_id: the booking.
        back: how much goes back, as the learner was told.
        by: its learner.

    Raises:
        NotYourBooking, NotCancellable, TooLateToCancel, TermsChanged.
    """
    booking, offering = locked(work, booking_id)
    if booking.learner_id != by.user_id:
        raise NotYourBooking()
    if booking.status == BookingStatus.CANCELLED:
        return
    check_cancellable(booking.status in CANCELLABLE, offering, work.now)
    paid = payments.money_of(work.db, booking_id)
    if back_of(paid, booking, offering, work.now) != back:
        raise TermsChanged()
    if back == paid.left:
        _end(work, booking, offering, CancelReason.LEARNER, by=by)
        return
    reason = CancelReason.LEARNER_PARTLY if back > NOTHING else CancelReason.LEARNER_LATE
    _end(work, booking, offering, reason, by=by, back=back)
    payments.release(work, booking_id)  # the mentor has kept the time free, and is paid for it
    catalog.call_off(work, booking.session_id)


def call_off(work: Work, offering_id: int, *, fee: Money = NOTHING, by: Viewer) -> None:
    """A mentor goes back on a session, booked or not; whoever paid gets everything back. Said twice it is said once.

    Args:
        work: the unit of work.
        offering_id: the session.
        fee: what it costs the mentor, as they were told.
        by: its mentor.

    Raises:
        NotYourBooking, NotCancellable, TooLateToCancel, TermsChanged.
    """
    offering = locked_offering(work, offering_id)
    if offering.mentor_id != by.user_id:
        raise NotYourBooking()
    if offering.status == OfferingStatus.CANCELLED:
        return
    check_cancellable(offering.status == OfferingStatus.ACTIVE, offering, work.now)
    booking = open_booking_of(work.db, offering_id)
    if fee_of(work.db, booking, offering, work.now) != fee:
        raise TermsChanged()
    catalog.call_off(work, offering_id)
    audit.record(work, "session.call_off", actor_id=by.user_id, target=f"session:{offering_id}")
    if booking is None:
        return
    if booking.status in CANCELLABLE:
        _end(work, booking, offering, _called_off(booking, fee), by=by)
        payments.charge_cancellation(work, booking.id or 0, fee, to_learner=booking.policy.compensates)
    else:  # money that still comes for it goes back
        step(work, booking, offering, BookingStatus.EXPIRED, "expire", by=by)


def miss(work: Work, booking_id: int, *, mentor: bool, learner: bool) -> None:
    """The session did not take place because one of them, or both, did not come; the learner gets everything back."""
    booking, offering = locked(work, booking_id)
    if booking.status == BookingStatus.CONFIRMED:
        _end(work, booking, offering, absent(mentor=mentor, learner=learner), by=None)
        catalog.call_off(work, booking.session_id)


def _called_off(booking: Booking, fee: Money) -> CancelReason:
    if fee == NOTHING:
        return CancelReason.MENTOR
    return CancelReason.MENTOR_AMENDS if booking.policy.compensates else CancelReason.MENTOR_LATE


def _end(
    work: Work,
    booking: Booking,
    offering: Offering,
    reason: CancelReason,
    *,
    by: Viewer | None,
    back: Money | None = None,
) -> None:
    """The booking comes to nothing, and so much of its money goes back; all of it unless it is said how much."""
    assert booking.id is not None
    cancel(work, booking, offering, reason, by=by)
    if back is None:
        payments.refund_in_full(work, booking.id, reason=REFUNDED_FOR[reason])
    elif back > NOTHING:
        payments.refund_part(work, booking.id, back, reason=REFUNDED_FOR[reason])
    letters.tell_of_cancellation(work, booking.id)
    work.tell(BookingCancelled(booking.id))
