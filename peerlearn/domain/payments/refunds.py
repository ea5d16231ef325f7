"""Money goes back: all of a payment, once, with a key written down before the gateway is asked.

The job asks again for days with the same key, so neither a crash nor an outage loses or doubles a refund.
"""

import logging
from datetime import timedelta

from sqlmodel import col, select

from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.payments import credits, ledger, razorpay_gateway, storage
from peerlearn.domain.payments.razorpay_gateway import GatewayRefund
from peerlearn.domain.payments.refusals import GatewayRefused, NotForYou, NothingOwed, ProofNeeded
from peerlearn.domain.payments.rules import PaymentKind, PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.kit import database, ids
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work

log = logging.getLogger(__name__)

# A bank may take days, and a job gives up after minutes: ask at once, and again until well after both.
ASK_AFTER = (
    timedelta(0),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
)
FAILED_TOPIC = "failed_refunds"
REFUNDED_ELSEWHERE = "Refunded at the payment service"
WHOLE = 0  # the part of a refund that is none


def refund_in_full(work: Work, booking_id: int, reason: str) -> None:
    """Send all that was paid for a booking back, once; nothing happens while nothing was captured.

    A credit goes back to its package.
    """
    payment = storage.locked_of_booking(work, booking_id)
    if payment.kind == PaymentKind.CREDIT:
        credits.give_back(work, payment, reason)
        return
    if not PaymentStatus(payment.status).reached(PaymentStatus.CAPTURED) or _unfailed(work, payment):
        return
    _start(work, payment, reason)
    storage.changed(work, payment)


def refund_again(work: Work, refund_id: int, *, by: Viewer) -> None:
    """Send back once more what a bank returned, as a refund of its own with a key of its own.

    Raises:
        NotForYou, ProofNeeded, NothingOwed.
    """
    if by.role != Role.ADMIN:
        raise NotForYou()
    if not by.proved_lately(work.now):
        raise ProofNeeded()
    failed = work.db.get(Refund, refund_id)
    if failed is None:
        raise NothingOwed()
    payment = storage.locked(work, failed.payment_id)
    in_part = failed.part != WHOLE and payment.status == PaymentStatus.CAPTURED
    on_its_way = payment.status == PaymentStatus.REFUNDING or in_part
    if not on_its_way or failed.status != RefundStatus.FAILED or _unfailed(work, payment, failed.part):
        raise NothingOwed()
    write_down(work, payment, failed.amount_paise, failed.reason, part=failed.part, by=by)
    storage.changed(work, payment)
    work.touch(FAILED_TOPIC)


@job("refund_payment")
def refund_payment(run: Run) -> None:
    """Ask the gateway for one refund, or how it is getting on, and write down the answer."""
    refund_id = int(run.payload["refund_id"])
    with database.reading() as db:
        refund = db.get_one(Refund, refund_id)
        payment = db.get_one(Payment, refund.payment_id)
    if RefundStatus(refund.status).settled:
        return
    answer = _ask(refund, payment)
    crash_here(Point.REFUND_ASKED)
    with run.finish() as work:
        record_answer(work, refund_id, answer)


def look_again(payment_id: int) -> tuple[int, GatewayRefund] | None:
    """Ask the gateway about the refund of a payment that it already knows; None when there is nothing to ask."""
    waiting = select(Refund).where(Refund.payment_id == payment_id, Refund.status == RefundStatus.PENDING)
    with database.reading() as db:
        refund = db.exec(waiting).first()
    if refund is None or refund.id is None or refund.razorpay_refund_id is None:
        return None
    return refund.id, razorpay_gateway.refund_with(refund.razorpay_refund_id)


def record_answer(work: Work, refund_id: int, answer: GatewayRefund) -> None:
    """Write down how a refund stands at the gateway; safe to repeat, in any order."""
    refund = work.db.get_one(Refund, refund_id)
    payment = storage.locked(work, refund.payment_id)
    work.db.refresh(refund)
    refund.razorpay_refund_id = refund.razorpay_refund_id or answer.razorpay_refund_id
    if RefundStatus(refund.status).settled:
        return
    if answer.status is RefundStatus.PROCESSED and refund.part != WHOLE:
        _note_part_processed(work, payment, refund)
    elif answer.status is RefundStatus.PROCESSED:
        note_processed(work, payment)
    elif answer.status is RefundStatus.FAILED:
        _note_failed(work, payment, refund)
    else:
        refund.status = RefundStatus.PENDING
    storage.changed(work, payment)


def note_started(work: Work, payment: Payment) -> None:
    """The gateway says that the money is going back; if that was not our doing, our books follow."""
    if payment.status == PaymentStatus.CAPTURED:
        _start(work, payment, REFUNDED_ELSEWHERE)
        credits.take_along(work, payment)


def note_processed(work: Work, payment: Payment) -> None:
    """All the money is back with the learner."""
    for refund in work.db.exec(select(Refund).where(Refund.payment_id == payment.id)):
        if not RefundStatus(refund.status).settled:
            refund.status, refund.settled_at = RefundStatus.PROCESSED, work.now
    if payment.status != PaymentStatus.REFUNDED:
        ledger.post_refund_processed(work, payment)
        payment.status = PaymentStatus.REFUNDED
        storage.record(work, "payment.refunded", payment)


def _note_part_processed(work: Work, payment: Payment, refund: Refund) -> None:
    refund.status, refund.settled_at = RefundStatus.PROCESSED, work.now
    ledger.post_part_processed(work, payment, refund.part, refund.amount_paise)
    storage.record(work, "payment.part_refunded", payment, refund_id=refund.id)
    if payment.status == PaymentStatus.REFUNDING and ledger.in_transit(work, payment) == 0:
        payment.status = PaymentStatus.REFUNDED


def _note_failed(work: Work, payment: Payment, refund: Refund) -> None:
    """The bank sent it back: we still owe it, so the payment stays as it is until someone asks for a new refund."""
    refund.status, refund.settled_at = RefundStatus.FAILED, work.now
    log.error("Refund %s failed at the bank; the learner is still owed the money", refund.id)
    storage.record(work, "refund.failed", payment, refund_id=refund.id)
    work.touch(FAILED_TOPIC)


def _ask(refund: Refund, payment: Payment) -> GatewayRefund:
    if refund.razorpay_refund_id is not None:
        return razorpay_gateway.refund_with(refund.razorpay_refund_id)
    assert payment.razorpay_id is not None
    try:
        return razorpay_gateway.refund(payment.razorpay_id, refund.amount_paise, refund.idempotency_key)
    except GatewayRefused:
        # Someone may have refunded it at the gateway itself; then that refund is ours too.
        known = _known_of(payment)
        for made in razorpay_gateway.refunds_of(payment.razorpay_id):
            if made.status is not RefundStatus.FAILED and made.razorpay_refund_id not in known:
                return made
        raise


def _known_of(payment: Payment) -> set[str | None]:
    with database.reading() as db:
        return set(db.exec(select(Refund.razorpay_refund_id).where(Refund.payment_id == payment.id)))


def _unfailed(work: Work, payment: Payment, part: int = WHOLE) -> Refund | None:
    unfailed = select(Refund).where(
        Refund.payment_id == payment.id, Refund.part == part, col(Refund.status) != RefundStatus.FAILED
    )
    return work.db.exec(unfailed).first()


def _start(work: Work, payment: Payment, reason: str) -> None:
    owed = ledger.post_refund(work, payment)
    payment.status = PaymentStatus.REFUNDING
    write_down(work, payment, owed, reason)


def write_down(
    work: Work, payment: Payment, amount_paise: int, reason: str, *, part: int = WHOLE, by: Viewer | None = None
) -> None:
    """Keep one refund with its key, and have the gateway asked for it; the ledger has it on its way already."""
    assert payment.id is not None
    refund = Refund(
        payment_id=payment.id,
        part=part,
        amount_paise=amount_paise,
        reason=reason,
        idempotency_key=f"refund-{ids.public_id()}",
        created_at=work.now,
    )
    work.db.add(refund)
    work.db.flush()
    for pause in ASK_AFTER:
        key = f"refund:{refund.id}:after:{int(pause.total_seconds())}"
        payload = {"refund_id": refund.id}
        enqueue(work, "refund_payment", key=key, payload=payload, run_at=work.now + pause)
    actor_id = by.user_id if by else None
    storage.record(work, "payment.refund", payment, actor_id=actor_id, reason=reason, refund_id=refund.id)
    crash_here(Point.REFUND_WRITTEN)
