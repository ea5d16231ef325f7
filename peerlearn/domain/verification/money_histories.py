"""Whether the audit log tells a life that a payment, a refund or a payout can have had, up to the state that it is in.

Each is compared by what is written down of it, and only then. Nothing is written of an attempt that failed or was
authorised, of money that begins to go back, of a refund that the gateway has accepted, or of a booking that a package
takes back: there the row alone tells the state, so every state is right that needs no step which would be told.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.payments.rules import PaymentKind, PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.domain.payouts.attempt_rules import PayoutStatus
from peerlearn.domain.payouts.tables import PayoutAttempt
from peerlearn.domain.verification.findings import Finding
from peerlearn.domain.verification.histories import ELSEWHERE, NO_WAY

State = TypeVar("State", bound=str)

PAYMENT_DEEDS = {
    "payment.order": PaymentStatus.PENDING,
    "payment.captured": PaymentStatus.CAPTURED,
    "credit.used": PaymentStatus.CAPTURED,
    "payment.refunded": PaymentStatus.REFUNDED,
}
REFUND_DEEDS = {
    "payment.refund": RefundStatus.REQUESTED,
    "refund.processed": RefundStatus.PROCESSED,
    "refund.failed": RefundStatus.FAILED,
}
PAYOUT_DEEDS = {f"payout.{status}": status for status in PayoutStatus}
# Where a row may be after the last step that was told.
PAYMENT_IS = {
    PaymentStatus.PENDING: {PaymentStatus.PENDING, PaymentStatus.FAILED, PaymentStatus.AUTHORIZED},
    PaymentStatus.CAPTURED: {PaymentStatus.CAPTURED, PaymentStatus.REFUNDING},
    PaymentStatus.REFUNDED: {PaymentStatus.REFUNDED},
}
REFUND_IS = {
    RefundStatus.REQUESTED: {RefundStatus.REQUESTED, RefundStatus.PENDING},
    RefundStatus.PROCESSED: {RefundStatus.PROCESSED},
    RefundStatus.FAILED: {RefundStatus.FAILED},
}


def money_histories_of(db: Session) -> Iterator[Finding]:
    """Steps that no payment, refund or payout can take, and states that no step led to."""
    yield from _payments(db)
    yield from _refunds(db)
    yield from _payouts(db)


def _payments(db: Session) -> Iterator[Finding]:
    lives = _lives(db, PAYMENT_DEEDS, lambda target, _: target)
    for row, kind, status in db.exec(select(Payment.id, Payment.kind, Payment.status).order_by(col(Payment.id))):
        name = f"payment:{row}"
        told = lives.get(name, [])
        yield from _impossible("payment-history", name, told, lambda now, then: then.rank > now.rank)
        # A credit is back without a refund: its package takes it.
        back = {PaymentStatus.REFUNDED} if kind == PaymentKind.CREDIT else set()
        if told and status not in PAYMENT_IS[told[-1]] | back:
            yield _elsewhere("payment-history", name, told, status)


def _refunds(db: Session) -> Iterator[Finding]:
    lives = _lives(db, REFUND_DEEDS, lambda _, details: details.get("refund_id"))
    rows = select(Refund.id, Refund.status, Refund.replaced_by_id).order_by(col(Refund.id))
    for row, status, replaced_by in db.exec(rows):
        name, told = f"refund:{row}", lives.get(row, [])
        yield from _impossible("refund-history", name, told, lambda now, then: then.settled and not now.settled)
        # One in whose place another has come has failed, whether or not the bank ever said so.
        replaced = replaced_by is not None and told[-1:] == [RefundStatus.REQUESTED]
        if told and status not in ({RefundStatus.FAILED} if replaced else REFUND_IS[told[-1]]):
            yield _elsewhere("refund-history", name, told, status)


def _payouts(db: Session) -> Iterator[Finding]:
    """Payouts by their number at RazorpayX; one that it refused has none, and is not looked at."""
    lives = _lives(db, PAYOUT_DEEDS, lambda _, details: details.get("payout") or None)
    rows = select(PayoutAttempt.id, PayoutAttempt.razorpay_payout_id, PayoutAttempt.status)
    for row, payout, status in db.exec(rows.order_by(col(PayoutAttempt.id))):
        name, told = f"payout:{row}", lives.get(payout, [])
        yield from _impossible("payout-history", name, told, lambda now, then: then.rank > now.rank)
        if told and told[-1] != status:
            yield _elsewhere("payout-history", name, told, status)


def _lives(
    db: Session, deeds: Mapping[str, State], row_of: Callable[[str, Mapping[str, Any]], object]
) -> dict[object, list[State]]:
    """By the row that `row_of` reads from an entry's target and details: the states that were told of it, in order."""
    told = select(AuditEntry.target, AuditEntry.action, AuditEntry.details).where(col(AuditEntry.action).in_(deeds))
    lives: dict[object, list[State]] = {}
    for target, action, details in db.exec(told.order_by(col(AuditEntry.id))):
        if (row := row_of(target, details)) is not None:
            lives.setdefault(row, []).append(deeds[action])
    return lives


def _impossible(rule: str, name: str, told: list[State], may: Callable[[State, State], bool]) -> Iterator[Finding]:
    for before, after in pairwise(told):
        if not may(before, after):
            yield Finding(rule, name, NO_WAY.format(now=before, then=after))


def _elsewhere(rule: str, name: str, told: list[Any], status: str) -> Finding:
    return Finding(rule, name, ELSEWHERE.format(now=told[-1], then=status))
