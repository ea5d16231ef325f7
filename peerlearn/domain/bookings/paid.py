"""What a learner has paid: each payment with the session that it was for, and what came back of it."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments.rules import PaymentKind, PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.kit.money import Money


@dataclass(frozen=True)
class PaymentCard:
    """One payment as the learner who made it sees it; amounts are rupee text, moments ISO 8601 in UTC or empty.

    A package is no booking and has no title of its own; `part_back` is what of one went back or is on its way.
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
    part_back: str = ""


def paid_by(db: Session, learner_id: int, *, most: int) -> list[PaymentCard]:
    """A learner's payments, newest first, at most so many; those that never came to an order are left out.

    A gift or a package shows once something was paid: a window that was opened and closed again is no news.
    """
    never_paid = and_(
        col(Payment.kind) != PaymentKind.BOOKING,
        col(Payment.status).in_((PaymentStatus.PENDING, PaymentStatus.FAILED)),
    )
    wanted = (
        select(Payment, Offering.title, User.name)
        .join(Booking, col(Booking.id) == col(Payment.booking_id), isouter=True)
        .join(Offering, col(Offering.id) == col(Booking.session_id), isouter=True)
        .join(User, col(User.id) == col(Payment.mentor_id))
        .where(Payment.learner_id == learner_id, col(Payment.order_id).is_not(None), ~never_paid)
        .order_by(col(Payment.id).desc())
        .limit(most)
    )
    back = _gone_back(db, learner_id)
    return [_card(payment, title, name, back[payment.id or 0]) for payment, title, name in db.exec(wanted)]


def spent_by(db: Session, learner_id: int) -> Money:
    """What a learner has paid and not got back; a session of a package was paid with the package."""
    paid = select(func.sum(Payment.total_paise)).where(
        Payment.learner_id == learner_id,
        Payment.status == PaymentStatus.CAPTURED,
        Payment.kind != PaymentKind.CREDIT,
    )
    parts = sum(back.parts_paise for back in _gone_back(db, learner_id).values() if not back.whole)
    return Money(int(db.exec(paid).one() or 0) - parts)


@dataclass
class _Back:
    """What of a payment went back in parts or is on its way, whether that is all, and when some of it last arrived."""

    parts_paise: int = 0
    whole: bool = False
    at: str = ""


def _gone_back(db: Session, learner_id: int) -> dict[int, _Back]:
    """The refunds of a learner, by payment; of those made again for a bank that returned one, the latest counts."""
    made = (
        select(Refund, Payment.status)
        .join(Payment, col(Payment.id) == col(Refund.payment_id))
        .where(Payment.learner_id == learner_id)
        .order_by(col(Refund.id))
    )
    latest = {(refund.payment_id, refund.part): (refund, status) for refund, status in db.exec(made)}
    back: dict[int, _Back] = defaultdict(_Back)
    for refund, status in latest.values():
        of_payment = back[refund.payment_id]
        of_payment.whole = status != PaymentStatus.CAPTURED
        of_payment.parts_paise += refund.amount_paise if refund.part else 0
        if refund.status == RefundStatus.PROCESSED and refund.settled_at:
            of_payment.at = max(of_payment.at, refund.settled_at.isoformat())
    return back


def _card(payment: Payment, title: str | None, mentor_name: str, back: _Back) -> PaymentCard:
    return PaymentCard(
        payment_id=payment.id or 0,
        booking_id=payment.booking_id or 0,
        kind=payment.kind,
        title=title or "",
        mentor_name=mentor_name,
        price=str(Money(payment.price_paise)),
        fee=str(Money(payment.total_paise - payment.price_paise)),
        total=str(Money(payment.total_paise)),
        total_paise=payment.total_paise,
        status=payment.status,
        at=payment.created_at.isoformat(),
        receipt=payment.receipt,
        went_back_at=back.at,
        part_back=str(Money(back.parts_paise)) if back.parts_paise else "",
    )
