"""What learners are still owed: refunds that a bank returned or the gateway did not take, and what admins do about it.

Whatever is done, the old refund stays as it failed and names the new one in its place.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments import storage
from peerlearn.domain.payments.bank_reference import understood_reference
from peerlearn.domain.payments.by_hand_letter import tell_of_transfer
from peerlearn.domain.payments.contested import has_to_wait
from peerlearn.domain.payments.owing import asked_next_at, owe
from peerlearn.domain.payments.refund_reports import FAILED_TOPIC, note_by_hand
from peerlearn.domain.payments.refusals import BeingAskedFor, NotForYou, NothingOwed, PaymentDisputed, ProofNeeded
from peerlearn.domain.payments.rules import RefundStatus
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.kit import clock
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

# A bank returned it and it was not made again, or the gateway refused it and has not been asked since.
NOT_TAKEN: Any = or_(
    (col(Refund.status) == RefundStatus.FAILED) & col(Refund.replaced_by_id).is_(None),
    (col(Refund.status) == RefundStatus.REQUESTED) & (col(Refund.refused) != ""),
)


@dataclass(frozen=True)
class FailedRefundCard:
    """Money that did not go back while its learner is still owed it; moments are ISO 8601 in UTC.

    `refused` is why the gateway would not take it, in its words, empty where a bank returned it. `failed_at` is when
    that was, or since when one that was not taken is owed; `next_at` when the gateway is asked again, empty if never.
    """

    refund_id: int
    name: str
    amount: str
    reason: str
    reference: str
    refused: str
    failed_at: str
    next_at: str


def failed_refunds(db: Session, *, most: int) -> list[FailedRefundCard]:
    """The refunds that failed at the bank or were refused, and were not made again, the oldest first."""
    rows = db.exec(
        select(Refund, User.name)
        .join(Payment, col(Payment.id) == Refund.payment_id)
        .join(User, col(User.id) == Payment.learner_id)
        .where(NOT_TAKEN)
        .order_by(col(Refund.id))
        .limit(most)
    ).all()
    waiting = [refund.id or 0 for refund, _ in rows if refund.status == RefundStatus.REQUESTED]
    asked = asked_next_at(db, waiting, clock.now())
    return [_card(refund, name, asked.get(refund.id or 0)) for refund, name in rows]


def refund_again(work: Work, refund_id: int, *, by: Viewer) -> None:
    """Send back once more what did not arrive, as a refund of its own with a key of its own.

    Raises:
        NotForYou, ProofNeeded, NothingOwed, BeingAskedFor, PaymentDisputed.
    """
    failed, payment = _failed(work, refund_id, by)
    failed.replaced_by_id = owe(work, payment, failed.amount_paise, failed.reason, newly=0, by=by)
    _tell(work, payment)


def refund_by_hand(work: Work, refund_id: int, reference: str, *, by: Viewer) -> None:
    """Write down that an admin has sent it from the site's bank account, with the bank's reference; the learner hears.

    Raises:
        NotForYou, ProofNeeded, NothingOwed, BeingAskedFor, PaymentDisputed, Incomplete.
    """
    failed, payment = _failed(work, refund_id, by)
    tidy = understood_reference(reference)
    sent = owe(work, payment, failed.amount_paise, failed.reason, newly=0, by_hand=True, by=by)
    failed.replaced_by_id = sent
    note_by_hand(work, payment, sent, tidy)
    storage.record(work, "refund.by_hand", payment, actor_id=by.user_id, refund_id=sent, reference=tidy)
    tell_of_transfer(work, sent)
    _tell(work, payment)


def _failed(work: Work, refund_id: int, by: Viewer) -> tuple[Refund, Payment]:
    """The refund, failed from now on if the gateway refused it, and its payment; behind the payment's lock.

    What asks the gateway takes the same lock before it does, and forgets the refusal: nothing is on its way meanwhile.
    """
    if by.role != Role.ADMIN:
        raise NotForYou()
    if not by.proved_lately(work.now):
        raise ProofNeeded()
    refund = work.db.get(Refund, refund_id)
    if refund is None:
        raise NothingOwed()
    payment = storage.locked(work, refund.payment_id)
    work.db.refresh(refund)
    if refund.status == RefundStatus.REQUESTED:
        if not refund.refused:
            raise BeingAskedFor()
        refund.status, refund.settled_at = RefundStatus.FAILED, work.now
    if refund.status != RefundStatus.FAILED or refund.replaced_by_id is not None:
        raise NothingOwed()
    if has_to_wait(work.db, payment, refund.amount_paise):
        raise PaymentDisputed()
    return refund, payment


def _tell(work: Work, payment: Payment) -> None:
    storage.changed(work, payment)
    work.touch(FAILED_TOPIC)


def _card(refund: Refund, name: str, next_at: datetime | None) -> FailedRefundCard:
    return FailedRefundCard(
        refund_id=refund.id or 0,
        name=name,
        amount=str(Money(refund.amount_paise)),
        reason=refund.reason,
        reference=refund.razorpay_refund_id or "",
        refused=refund.refused if refund.status == RefundStatus.REQUESTED else "",
        failed_at=(refund.settled_at or refund.created_at).isoformat(),
        next_at=next_at.isoformat() if next_at else "",
    )
