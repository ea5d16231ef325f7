"""Going back on a session: the learner, the mentor, or nobody came. What it costs is in `rules.CANCELLATION`."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from peerlearn.domain import audit, catalog, payments
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings import letters
from peerlearn.domain.bookings.events import BookingCancelled
from peerlearn.domain.bookings.refusals import NotCancellable, NotYourBooking, TermsChanged, TooLateToCancel
from peerlearn.domain.bookings.rules import CANCELLABLE, BookingStatus, CancelReason, absent, free_until, goes_back
from peerlearn.domain.bookings.steps import cancel, step
from peerlearn.domain.bookings.storage import locked, locked_offering, open_booking_of
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit import clock
from peerlearn.kit.work import Work

REFUNDED_FOR = {
    CancelReason.LEARNER: "cancelled by the learner",
    CancelReason.MENTOR: "cancelled by the mentor",
    CancelReason.MENTOR_ABSENT: "the mentor did not come",
    CancelReason.LEARNER_ABSENT: "the learner did not come",
    CancelReason.BOTH_ABSENT: "nobody came",
}


@dataclass(frozen=True)
class CancelTerms:
    """What cancelling means at this moment, for the one who asks.

    `other_name` is empty while nobody has booked; `total` is what the learner paid, as rupee text; `goes_back`
    says whether they get it, and `by_credit` that it goes to a package of theirs; `free_until` is ISO 8601 in UTC,
    and nothing for a mentor.
    """

    title: str
    starts_at: str
    other_name: str
    total: str
    goes_back: bool
    free_until: str
    by_credit: bool = False


def terms_of(db: Session, booking_id: int, *, by: Viewer) -> CancelTerms:
    """What it means to cancel this booking now.

    Raises:
        NotYourBooking: for anyone but its learner.
        NotCancellable, TooLateToCancel.
    """
    booking = db.get(Booking, booking_id)
    if booking is None or booking.learner_id != by.user_id:
        raise NotYourBooking()
    offering = db.get_one(Offering, booking.session_id)
    _check(booking.status in CANCELLABLE, offering, clock.now())
    return CancelTerms(
        title=offering.title,
        starts_at=offering.starts_at.isoformat(),
        other_name=db.get_one(User, offering.mentor_id).name,
        total=str(payments.paid_for(db, booking_id)),
        goes_back=goes_back(booking.status, offering.starts_at, clock.now()),
        free_until=free_until(booking.status, offering.starts_at).isoformat(),
        by_credit=bool(payments.paid_by_credit(db, [booking_id])),
    )


def call_off_terms(db: Session, offering_id: int, *, by: Viewer) -> CancelTerms:
    """What it means to call this session off now.

    Raises:
        NotYourBooking: for anyone but its mentor.
        NotCancellable, TooLateToCancel.
    """
    offering = db.get(Offering, offering_id)
    if offering is None or offering.mentor_id != by.user_id:
        raise NotYourBooking()
    _check(offering.status == OfferingStatus.ACTIVE, offering, clock.now())
    booking = open_booking_of(db, offering_id, lock=False)
    paid = booking is not None and booking.status in CANCELLABLE
    return CancelTerms(
        title=offering.title,
        starts_at=offering.starts_at.isoformat(),
        other_name=db.get_one(User, booking.learner_id).name if booking and paid else "",
        total=str(payments.paid_for(db, booking.id or 0)) if booking and paid else "",
        goes_back=True,
        free_until="",
        by_credit=bool(booking and paid and payments.paid_by_credit(db, [booking.id or 0])),
    )


def cancel_booking(work: Work, booking_id: int, *, back: bool, by: Viewer) -> None:
    """A learner goes back on what they paid for; said twice it is said once.

    Args:
        work: the unit of work.
        booking_id: the booking.
        back: whether the money goes back, as the learner was told.
        by: its learner.

    Raises:
        NotYourBooking, NotCancellable, TooLateToCancel, TermsChanged.
    """
    booking, offering = locked(work, booking_id)
    if booking.learner_id != by.user_id:
        raise NotYourBooking()
    if booking.status == BookingStatus.CANCELLED:
        return
    _check(booking.status in CANCELLABLE, offering, work.now)
    if goes_back(booking.status, offering.starts_at, work.now) != back:
        raise TermsChanged()
    _end(work, booking, offering, CancelReason.LEARNER if back else CancelReason.LEARNER_LATE, by=by)
    if not back:  # the mentor has kept the time free, and is paid for it
        payments.release(work, booking_id)
        catalog.call_off(work, booking.session_id)


def call_off(work: Work, offering_id: int, *, by: Viewer) -> None:
    """A mentor goes back on a session, booked or not; whoever paid gets everything back. Said twice it is said once.

    Raises:
        NotYourBooking, NotCancellable, TooLateToCancel.
    """
    offering = locked_offering(work, offering_id)
    if offering.mentor_id != by.user_id:
        raise NotYourBooking()
    if offering.status == OfferingStatus.CANCELLED:
        return
    _check(offering.status == OfferingStatus.ACTIVE, offering, work.now)
    catalog.call_off(work, offering_id)
    audit.record(work, "session.call_off", actor_id=by.user_id, target=f"session:{offering_id}")
    booking = open_booking_of(work.db, offering_id)
    if booking is None:
        return
    if booking.status in CANCELLABLE:
        _end(work, booking, offering, CancelReason.MENTOR, by=by)
    else:  # money that still comes for it goes back
        step(work, booking, offering, BookingStatus.EXPIRED, "expire", by=by)


def miss(work: Work, booking_id: int, *, mentor: bool, learner: bool) -> None:
    """The session did not take place because one of them, or both, did not come; the learner gets everything back."""
    booking, offering = locked(work, booking_id)
    if booking.status == BookingStatus.CONFIRMED:
        _end(work, booking, offering, absent(mentor=mentor, learner=learner), by=None)
        catalog.call_off(work, booking.session_id)


def _check(cancellable: bool, offering: Offering, now: datetime) -> None:
    if not cancellable:
        raise NotCancellable()
    if offering.starts_at <= now:
        raise TooLateToCancel()


def _end(work: Work, booking: Booking, offering: Offering, reason: CancelReason, *, by: Viewer | None) -> None:
    assert booking.id is not None
    cancel(work, booking, offering, reason, by=by)
    if reason in REFUNDED_FOR:
        payments.refund_in_full(work, booking.id, reason=REFUNDED_FOR[reason])
    letters.tell_of_cancellation(work, booking.id)
    work.tell(BookingCancelled(booking.id))
