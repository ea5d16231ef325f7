"""What there is to ask the gateway about, and when its books were last compared with ours."""

from datetime import datetime

from sqlalchemy import exists, or_
from sqlmodel import Session, col, func, select

from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.payments.rules import RefundStatus
from peerlearn.domain.payments.tables import LedgerTransaction, Movement, Payment, Refund
from peerlearn.domain.settlements.rules import LineKind
from peerlearn.domain.settlements.tables import SettledLine, Settlement

COMPARED = "gateway.compared"


def newest_settlement(db: Session) -> datetime | None:
    """When the newest settlement that is known was made."""
    return db.exec(select(func.max(Settlement.settled_at))).one()


def first_capture(db: Session) -> datetime | None:
    """When the first money came."""
    return db.exec(select(func.min(Payment.captured_at))).one()


def any_order(db: Session) -> bool:
    """Whether the gateway was ever asked for anything."""
    return db.exec(select(Payment.id).where(col(Payment.order_id).is_not(None)).limit(1)).first() is not None


def told_otherwise(db: Session, *, seen_since: datetime) -> list[int]:
    """The payments of which lines seen since a moment tell what we do not know: that they came, a fee, a refund."""
    fee_known = exists().where(
        col(LedgerTransaction.payment_id) == col(Payment.id), col(LedgerTransaction.kind) == Movement.GATEWAY_FEE
    )
    came = (
        (col(SettledLine.kind) == LineKind.PAYMENT)
        & (col(Payment.order_id) == col(SettledLine.order_id))
        & or_(
            col(Payment.captured_at).is_(None),
            col(Payment.razorpay_id) != col(SettledLine.razorpay_id),
            (col(SettledLine.fee_paise) > 0) & ~fee_known,
        )
    )
    refund_known = exists().where(
        col(Refund.razorpay_refund_id) == col(SettledLine.razorpay_id),
        col(Refund.status).in_((RefundStatus.PROCESSED, RefundStatus.FAILED)),
    )
    went_back = (
        (col(SettledLine.kind) == LineKind.REFUND)
        & (col(Payment.razorpay_id) == col(SettledLine.payment_id))
        & ~refund_known
    )
    lines = select(SettledLine).join(Settlement).where(col(Settlement.seen_at) > seen_since).subquery()
    recent = col(SettledLine.id).in_(select(lines.c.id))
    wanted = select(Payment.id).join(SettledLine, or_(came, went_back)).where(recent).distinct()
    return [payment_id or 0 for payment_id in db.exec(wanted.order_by(col(Payment.id)))]


def last_compared(db: Session) -> datetime | None:
    """When the gateway's books were last compared with ours; None before the first time."""
    return db.exec(select(func.max(AuditEntry.at)).where(AuditEntry.action == COMPARED)).one()
