"""A bank no longer questions a payment: what had to wait for that happens now, booking by booking.

Until then nobody gets what is kept of it. What is still ahead goes on, unless all of its money is gone.
"""

from sqlalchemy import or_
from sqlmodel import col, select

from peerlearn.domain import catalog, payments
from peerlearn.domain.bookings.dispute_letters import tell_of_lost_money, tell_of_lost_share
from peerlearn.domain.bookings.events import BookingCancelled
from peerlearn.domain.bookings.rules import CANCELLABLE, KEPT_TIME, BookingStatus, CancelReason
from peerlearn.domain.bookings.steps import cancel
from peerlearn.domain.bookings.storage import locked
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments import DisputeDecided
from peerlearn.domain.payments.rules import FOR_A_BOOKING
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

DECIDED = "the bank has decided, and nothing was earned"


def settle_after_dispute(work: Work, decided: DisputeDecided) -> None:
    """Release what was earned meanwhile, send back what came to nothing, and call off what has no money any more."""
    own = or_(col(Payment.id) == decided.payment_id, col(Payment.paid_from_id) == decided.payment_id)
    paid = select(Booking.id, Payment.id).join(Payment, col(Payment.booking_id) == col(Booking.id))
    paid = paid.where(own, col(Payment.kind).in_(FOR_A_BOOKING)).order_by(col(Booking.id))
    for booking_id, payment_id in work.db.exec(paid).all():
        _settle(work, booking_id or 0, payment_id or 0)


def _settle(work: Work, booking_id: int, payment_id: int) -> None:
    booking, offering = locked(work, booking_id)
    lost = payments.money_of(work.db, booking_id).left == Money(0)
    if booking.status in CANCELLABLE:
        if lost:
            _call_off(work, booking, offering)
    elif lost:
        if booking.status == BookingStatus.COMPLETED and not payments.was_earned(work.db, payment_id):
            tell_of_lost_share(work, booking_id)
    elif booking.status == BookingStatus.COMPLETED or booking.cancel_reason in KEPT_TIME:
        payments.release(work, booking_id)
    else:
        payments.refund_in_full(work, booking_id, reason=DECIDED)


def _call_off(work: Work, booking: Booking, offering: Offering) -> None:
    assert booking.id is not None
    begun = booking.status == BookingStatus.CONFIRMED and offering.starts_at <= work.now
    cancel(work, booking, offering, CancelReason.DISPUTED)
    if begun:
        catalog.call_off(work, booking.session_id)
    tell_of_lost_money(work, booking.id)
    work.tell(BookingCancelled(booking.id))
