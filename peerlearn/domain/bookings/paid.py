"""What a learner has paid: each payment with the session that it was for, and what came back of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments import PaymentStatus
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.kit.money import Money

STAYS = (PaymentStatus.CAPTURED,)


@dataclass(frozen=True)
class PaymentCard:
    """One payment as the learner who made it sees it; amounts are rupee text, moments ISO 8601 in UTC or empty."""

    payment_id: int
    title: str
    mentor_name: str
    price: str
    fee: str
    total: str
    total_paise: int
    status: str
    at: str
    receipt: str
    went_back_at: str


def paid_by(db: Session, learner_id: int, *, most: int) -> list[PaymentCard]:
    """A learner's payments, newest first, at most so many; those that never came to an order are left out."""
    settled = select(Refund.payment_id, func.max(Refund.settled_at).label("settled_at"))
    refunds = settled.where(Refund.status == "processed").group_by(col(Refund.payment_id)).subquery()
    wanted = (
        select(Payment, Offering.title, User.name, refunds.c.settled_at)
        .join(Booking, col(Booking.id) == col(Payment.booking_id))
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .join(User, col(User.id) == col(Payment.mentor_id))
        .join(refunds, refunds.c.payment_id == col(Payment.id), isouter=True)
        .where(Payment.learner_id == learner_id, col(Payment.order_id).is_not(None))
        .order_by(col(Payment.id).desc())
        .limit(most)
    )
    return [_card(*found) for found in db.exec(wanted)]


def spent_by(db: Session, learner_id: int) -> Money:
    """What a learner has paid and not got back."""
    total = select(func.sum(Payment.total_paise)).where(
        Payment.learner_id == learner_id, col(Payment.status).in_(STAYS)
    )
    return Money(int(db.exec(total).one() or 0))


def _card(payment: Payment, title: str, mentor_name: str, went_back_at: object) -> PaymentCard:
    return PaymentCard(
        payment_id=payment.id or 0,
        title=title,
        mentor_name=mentor_name,
        price=str(Money(payment.price_paise)),
        fee=str(Money(payment.total_paise - payment.price_paise)),
        total=str(Money(payment.total_paise)),
        total_paise=payment.total_paise,
        status=payment.status,
        at=payment.created_at.isoformat(),
        receipt=payment.receipt,
        went_back_at=went_back_at.isoformat() if isinstance(went_back_at, datetime) else "",
    )
