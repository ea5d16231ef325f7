"""What happens to bookings by itself: money arrives, a hold or a request runs out, the session took place."""

from sqlalchemy import or_
from sqlmodel import col, select

from peerlearn.domain import catalog, payments
from peerlearn.domain.accounts import lock_user
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.events import BookingCompleted
from peerlearn.domain.bookings.lost_slot import tell_of_lost_slot
from peerlearn.domain.bookings.rules import (
    CANCEL_UNANSWERED,
    PAID,
    RELEASE_HOLD,
    BookingStatus,
    CancelReason,
    takes_the_slot,
)
from peerlearn.domain.bookings.steps import cancel, step
from peerlearn.domain.bookings.storage import busy_then, locked, open_booking_of
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.payments import PaymentCaptured
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work


def take_payment(work: Work, captured: PaymentCaptured) -> None:
    """The money for a booking is there: ask the mentor, or send it back when the session is gone."""
    booking, offering = locked(work, captured.booking_id)
    if booking.status in PAID:
        return
    if booking.status in (BookingStatus.HELD, BookingStatus.EXPIRED):
        if _still_free(work, booking, offering):
            _ask_the_mentor(work, booking, offering)
            return
        cancel(work, booking, offering, CancelReason.NOT_FREE)
        tell_of_lost_slot(work, captured.booking_id)
    payments.refund_in_full(work, captured.booking_id, reason="the session was no longer free")


def show_the_others(work: Work, user_id: int) -> None:
    """Somebody's name or words changed: whoever has a session with them ahead sees it."""
    ahead = (
        select(Booking.learner_id, Offering.mentor_id)
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .where(
            or_(col(Booking.learner_id) == user_id, col(Offering.mentor_id) == user_id),
            col(Booking.status).in_((BookingStatus.PENDING, BookingStatus.CONFIRMED)),
        )
    )
    people = {person for pair in work.db.exec(ahead) for person in pair} - {user_id}
    work.touch(*(f"account:{person}" for person in sorted(people)))


def complete(work: Work, booking_id: int) -> None:
    """The session took place: the mentor has earned their share."""
    booking, offering = locked(work, booking_id)
    if booking.status == BookingStatus.COMPLETED:
        return
    step(work, booking, offering, BookingStatus.COMPLETED, "complete")
    catalog.complete(work, booking.session_id)
    payments.release(work, booking_id)
    crash_here(Point.EARNINGS_POSTED)
    work.tell(BookingCompleted(booking_id))


@job(RELEASE_HOLD)
def release_hold(run: Run) -> None:
    """Free a session whose checkout was never finished."""
    with run.finish() as work:
        booking, offering = locked(work, run.payload["booking_id"])
        if booking.status == BookingStatus.HELD and booking.hold_ends_at <= work.now:
            step(work, booking, offering, BookingStatus.EXPIRED, "expire")


@job(CANCEL_UNANSWERED)
def cancel_unanswered(run: Run) -> None:
    """Send the money back when the session's time has come and the mentor has not answered."""
    with run.finish() as work:
        booking, offering = locked(work, run.payload["booking_id"])
        if booking.status == BookingStatus.PENDING and offering.starts_at <= work.now:
            cancel(work, booking, offering, CancelReason.UNANSWERED)
            payments.refund_in_full(work, run.payload["booking_id"], reason="the mentor did not answer in time")


def _ask_the_mentor(work: Work, booking: Booking, offering: Offering) -> None:
    assert booking.id is not None
    step(work, booking, offering, BookingStatus.PENDING, "request")
    enqueue(
        work,
        CANCEL_UNANSWERED,
        key=f"{CANCEL_UNANSWERED}:{booking.id}",
        payload={"booking_id": booking.id},
        run_at=offering.starts_at,
    )


def _still_free(work: Work, booking: Booking, offering: Offering) -> bool:
    """Whether money that comes now, perhaps after its hold, still buys the session; makes way for it if so."""
    if offering.status != OfferingStatus.ACTIVE or offering.starts_at <= work.now:
        return False
    if not work.db.get_one(User, booking.learner_id).is_active:  # gone before their money came
        return False
    if booking.status == BookingStatus.EXPIRED or booking.hold_ends_at <= work.now:  # run out, noted or not
        lock_user(work, booking.learner_id)
        if busy_then(work, offering, learner_id=booking.learner_id):
            return False
    other = open_booking_of(work.db, booking.session_id)
    if other is None or other.id == booking.id:
        return True
    # A second try of the same learner gives way: the money of the first has come, the other may never.
    own_try = other.status == BookingStatus.HELD and other.learner_id == booking.learner_id
    if takes_the_slot(other.status, other.hold_ends_at, work.now) and not own_try:
        return False
    step(work, other, offering, BookingStatus.EXPIRED, "expire")
    return True
