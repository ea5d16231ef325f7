"""What the gateway says of refunds: how ours are getting on, and which ones somebody made there.

Reports come late, often and in any order; what is settled stays, and our books never owe more than was captured.
"""

import logging
from collections.abc import Sequence

from sqlmodel import col, select

from peerlearn.domain.payments import ledger, storage
from peerlearn.domain.payments.owing import owe
from peerlearn.domain.payments.rules import GatewayRefund, PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import LONGEST_REFUSED, Payment, Refund
from peerlearn.kit.work import Work

log = logging.getLogger(__name__)

FAILED_TOPIC = "failed_refunds"
NO_WORDS = "It gave no reason."
REFUNDED_ELSEWHERE = "Refunded at the payment service"


def record_answer(work: Work, refund_id: int, answer: GatewayRefund) -> None:
    """Write down what the gateway answered when it was asked for this refund; safe to repeat, in any order."""
    refund = work.db.get_one(Refund, refund_id)
    payment = storage.locked(work, refund.payment_id)
    work.db.refresh(refund)
    unknown = answer.razorpay_refund_id not in _known(work, payment)
    if unknown and refund.razorpay_refund_id is None and not RefundStatus(refund.status).settled:
        refund.razorpay_refund_id = answer.razorpay_refund_id
    follow(work, payment, [answer])


def note_refused(work: Work, refund_id: int, why: str) -> None:
    """The gateway would not take this refund: say so to admins, until it is asked again or somebody else acts."""
    refund = work.db.get_one(Refund, refund_id)
    payment = storage.locked(work, refund.payment_id)
    work.db.refresh(refund)
    if RefundStatus(refund.status) is RefundStatus.REQUESTED:
        refund.refused = (why or NO_WORDS)[:LONGEST_REFUSED]
        storage.record(work, "refund.refused", payment, refund_id=refund_id, why=refund.refused)
        work.touch(FAILED_TOPIC)


def note_by_hand(work: Work, payment: Payment, refund_id: int, reference: str) -> None:
    """This refund was sent from our bank under its reference; whoever calls holds the payment's lock."""
    refund = work.db.get_one(Refund, refund_id)
    refund.reference = reference
    note_processed(work, payment, refund)


def follow(work: Work, payment: Payment, made: Sequence[GatewayRefund]) -> None:
    """Have our refunds of a payment say what the gateway says of them; whoever calls holds the payment's lock."""
    known = _known(work, payment)
    for one in sorted(made, key=lambda one: one.razorpay_refund_id not in known):  # our own first
        refund = known.get(one.razorpay_refund_id)
        if refund is None and one.status is not RefundStatus.FAILED:
            refund = _take_over(work, payment, one)
        if refund is not None and not RefundStatus(refund.status).settled:
            _note(work, payment, refund, one.status)
            storage.changed(work, payment)
            work.touch(FAILED_TOPIC)


def _note(work: Work, payment: Payment, refund: Refund, status: RefundStatus) -> None:
    if status is RefundStatus.PROCESSED:
        note_processed(work, payment, refund)
    elif status is RefundStatus.FAILED:
        _note_failed(work, payment, refund)
    else:
        refund.status = RefundStatus.PENDING


def note_processed(work: Work, payment: Payment, refund: Refund) -> None:
    """The learner has it back; whoever calls holds the payment's lock."""
    assert refund.id is not None
    refund.status, refund.settled_at = RefundStatus.PROCESSED, work.now
    out_of = ledger.BANK if refund.reference else ledger.DISPUTED if refund.dispute_id else ledger.CLEARING
    ledger.post_refund_processed(work, payment, refund.id, refund.amount_paise, out_of=out_of)
    storage.record(work, "refund.processed", payment, refund_id=refund.id, amount_paise=refund.amount_paise)
    if payment.status == PaymentStatus.REFUNDING and all(
        one.status == refund.status for one in _standing(work, payment)
    ):
        payment.status = PaymentStatus.REFUNDED
        storage.record(work, "payment.refunded", payment)


def _note_failed(work: Work, payment: Payment, refund: Refund) -> None:
    """The bank sent it back: it is still owed, so nothing else changes until someone asks for a new refund."""
    refund.status, refund.settled_at = RefundStatus.FAILED, work.now
    log.error("Refund %s failed at the bank; the learner is still owed the money", refund.id)
    storage.record(work, "refund.failed", payment, refund_id=refund.id)


def _take_over(work: Work, payment: Payment, made: GatewayRefund) -> Refund | None:
    """A refund of the gateway that we do not know by its id: one of ours whose answer was lost, or somebody else's.

    Somebody else's takes the place of what is owed already and has not been sent, where there is no room beside it.
    """
    nameless = [one for one in _standing(work, payment) if one.razorpay_refund_id is None]
    for refund in nameless:
        if refund.amount_paise == made.amount_paise and not RefundStatus(refund.status).settled:
            refund.razorpay_refund_id = made.razorpay_refund_id
            return refund
    room = payment.total_paise - payment.refunded_paise
    replaced = enough(owed_of(work, payment), made.amount_paise - room)
    if replaced is None:
        log.error("Refund %s of payment %s is more than there is; not booked", made.razorpay_refund_id, payment.id)
        storage.record(work, "refund.mismatch", payment, amount_paise=made.amount_paise)
        return None
    newly = min(made.amount_paise, room)
    refund_id = owe(work, payment, made.amount_paise, REFUNDED_ELSEWHERE, newly=newly, made=made)
    replace(work, payment, replaced, refund_id, made.amount_paise - newly)
    return work.db.get_one(Refund, refund_id)


def replace(work: Work, payment: Payment, replaced: Sequence[Refund], refund_id: int, by_paise: int) -> None:
    """A refund has come in the place of others, with so much of its amount; what those were more is owed anew."""
    for refund in replaced:
        refund.status, refund.settled_at = RefundStatus.FAILED, refund.settled_at or work.now
        refund.replaced_by_id = refund_id
    rest = sum(refund.amount_paise for refund in replaced) - by_paise
    if rest:
        owe(work, payment, rest, replaced[-1].reason, newly=0)
    work.touch(FAILED_TOPIC)


def enough(owed: Sequence[Refund], amount_paise: int) -> list[Refund] | None:
    """As many of what is owed as it takes; None when all of it is not enough."""
    taken: list[Refund] = []
    for refund in owed:
        if sum(one.amount_paise for one in taken) >= amount_paise:
            break
        taken.append(refund)
    return taken if sum(one.amount_paise for one in taken) >= amount_paise else None


def owed_of(work: Work, payment: Payment) -> list[Refund]:
    """What no refund of the gateway stands for so far: returned by a bank, or not sent yet; the newest first."""
    waiting = [
        one
        for one in _standing(work, payment)
        if one.status == RefundStatus.FAILED
        or (one.status == RefundStatus.REQUESTED and one.razorpay_refund_id is None)
    ]
    return sorted(waiting, key=lambda one: (one.status != RefundStatus.FAILED, -(one.id or 0)))


def _standing(work: Work, payment: Payment) -> list[Refund]:
    """The refunds that together are all that is owed back: those in whose place no other has come."""
    mine = select(Refund).where(Refund.payment_id == payment.id, col(Refund.replaced_by_id).is_(None))
    return list(work.db.exec(mine.order_by(col(Refund.id))))


def _known(work: Work, payment: Payment) -> dict[str | None, Refund]:
    mine = select(Refund).where(Refund.payment_id == payment.id, col(Refund.razorpay_refund_id).is_not(None))
    return {refund.razorpay_refund_id: refund for refund in work.db.exec(mine)}
