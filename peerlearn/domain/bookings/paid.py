"""What a learner has paid: each payment with the session that it was for, and what came back of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from peerlearn.domain import payments
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments.rules import PaymentKind, PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import Payment, Receipt, Refund
from peerlearn.kit.money import Money


@dataclass(frozen=True)
class PaymentCard:
    """One payment as the learner who made it sees it; amounts are rupee text, moments ISO 8601 in UTC or empty.

    `receipt` is the number of its receipt, empty until the money came.
    """

    payment_id: int
    booking_id: int
    kind: str
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
    """A learner's payments, newest first, at most so many; those that never came to an order are left out.

    A gift shows once something was paid: a window that was opened and closed again is no news.
    """
    processed = and_(col(Refund.payment_id) == col(Payment.id), col(Refund.status) == RefundStatus.PROCESSED)
    unpaid_gift = and_(
        col(Payment.kind) == PaymentKind.GIFT, col(Payment.status).in_((PaymentStatus.PENDING, PaymentStatus.FAILED))
    )
    wanted = (
        select(Payment, Offering.title, User.name, Refund.settled_at)
        .add_columns(Receipt)
        .join(Booking, col(Booking.id) == col(Payment.booking_id))
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .join(User, col(User.id) == col(Payment.mentor_id))
        .join(Receipt, col(Receipt.payment_id) == col(Payment.id), isouter=True)
        .join(Refund, processed, isouter=True)  # there is one at most: others failed
        .where(col(Payment.learner_id) == learner_id, col(Payment.order_id).is_not(None), ~unpaid_gift)
        .order_by(col(Payment.id).desc())
        .limit(most)
    )
    return [_card(*found) for found in db.execute(wanted)]


def spent_by(db: Session, learner_id: int) -> Money:
    """What a learner has paid and not got back."""
    total = select(func.sum(Payment.total_paise)).where(
        Payment.learner_id == learner_id, Payment.status == PaymentStatus.CAPTURED
    )
    return Money(int(db.exec(total).one() or 0))


def _card(
    payment: Payment, title: str, mentor_name: str, went_back_at: datetime | None, receipt: Receipt | None
) -> PaymentCard:
    return PaymentCard(
        payment_id=payment.id or 0,
        booking_id=payment.booking_id,
        kind=payment.kind,
        title=title,
        mentor_name=mentor_name,
        price=str(Money(payment.price_paise)),
        fee=str(Money(payment.total_paise - payment.price_paise)),
        total=str(Money(payment.total_paise)),
        total_paise=payment.total_paise,
        status=payment.status,
        at=payment.created_at.isoformat(),
        receipt=payments.receipt_number(receipt.year, receipt.number) if receipt else "",
        went_back_at=went_back_at.isoformat() if went_back_at else "",
    )
