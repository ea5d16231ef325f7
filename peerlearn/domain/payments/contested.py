"""What a bank questions of a payment at this moment: so much neither goes back nor becomes anybody's."""

from collections.abc import Collection

from sqlmodel import Session, col, func, select

from peerlearn.domain.payments.dispute_rules import DECIDED
from peerlearn.domain.payments.rules import RefundStatus
from peerlearn.domain.payments.tables import Dispute, Payment, Refund

UNDECIDED = col(Dispute.status).not_in(DECIDED)


def contested(db: Session, payment: Payment) -> int:
    """What banks question of what is left of a payment, in paise."""
    return min(_questioned(db, payment), payment.total_paise - payment.refunded_paise)


def is_contested(db: Session, payment: Payment) -> bool:
    """Whether a bank questions a payment, or the package that it was paid from."""
    family = [found for found in (payment.id, payment.paid_from_id) if found is not None]
    return db.exec(select(Dispute.id).where(col(Dispute.payment_id).in_(family), UNDECIDED)).first() is not None


def contested_among(db: Session, payment_ids: Collection[int]) -> set[int]:
    """Those of these payments that a bank questions."""
    return set(db.exec(select(Dispute.payment_id).where(col(Dispute.payment_id).in_(payment_ids), UNDECIDED)))


def has_to_wait(db: Session, payment: Payment, refund_paise: int) -> bool:
    """Whether a refund that was not sent has no room beside what was sent and what banks question."""
    questioned = _questioned(db, payment)
    sent = select(func.sum(Refund.amount_paise)).where(
        Refund.payment_id == payment.id,
        col(Refund.replaced_by_id).is_(None),
        (col(Refund.status) == RefundStatus.PROCESSED)
        | (col(Refund.razorpay_refund_id).is_not(None) & (col(Refund.status) != RefundStatus.FAILED)),
    )
    room = payment.total_paise - int(db.exec(sent).one() or 0) - questioned
    return questioned > 0 and refund_paise > room


def _questioned(db: Session, payment: Payment) -> int:
    total = select(func.sum(Dispute.amount_paise)).where(Dispute.payment_id == payment.id, UNDECIDED)
    return int(db.exec(total).one() or 0)
