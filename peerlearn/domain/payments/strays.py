"""Money that came for an order of ours in another amount than was asked for: it buys nothing, and goes back whole.

No window of the gateway lets anybody pay another amount, so this is the gateway's mistake or a forger's luck. What the
gateway lists as refunds of such a payment is all that counts: what is missing there is asked for, until nothing is.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from peerlearn.domain.payments import ledger, razorpay_gateway, storage
from peerlearn.domain.payments.owing import ASK_AFTER, DAILY_AFTER
from peerlearn.domain.payments.rules import CURRENCY, Attempt, GatewayRefund, PaymentStatus, RefundStatus
from peerlearn.domain.payments.stray_letter import tell_of_stray
from peerlearn.domain.payments.tables import Payment, StrayPayment
from peerlearn.kit import database, ids
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

log = logging.getLogger(__name__)

RETURN_STRAY = "return_stray"


def is_stray(payment: Payment, attempt: Attempt) -> bool:
    """Whether this money is here, in our currency and for our order, and is not what was asked for."""
    here = attempt.status.reached(PaymentStatus.CAPTURED) and attempt.currency == CURRENCY
    return here and attempt.order_id == payment.order_id and attempt.amount_paise != payment.total_paise


def take(work: Work, payment: Payment, attempt: Attempt) -> None:
    """Owe such money back from its first word on, and follow what the gateway says; safe to repeat.

    Whoever calls holds the payment's lock.
    """
    stray = work.db.exec(select(StrayPayment).where(StrayPayment.razorpay_id == attempt.razorpay_id)).first()
    stray = stray or _begin(work, payment, attempt)
    assert stray.id is not None
    if attempt.fee_paise is not None:
        ledger.post_stray_fee(work, payment, stray.id, attempt.fee_paise, attempt.tax_paise)
    _follow(work, payment, stray, attempt.refunds)


def strays_of(db: Session, payment_ids: Collection[int]) -> dict[int, tuple[Money, bool]]:
    """What came in wrong amounts for each of these payments, in all, and whether all of that is back."""
    found: dict[int, tuple[Money, bool]] = {}
    for stray in db.exec(select(StrayPayment).where(col(StrayPayment.payment_id).in_(payment_ids))):
        came, back = found.get(stray.payment_id, (Money(0), True))
        found[stray.payment_id] = came + Money(stray.amount_paise), back and stray.returned_at is not None
    return found


@job(RETURN_STRAY)
def return_stray(run: Run) -> None:
    """Send back what is not on its way back yet, and write down what has arrived."""
    stray_id = int(run.payload["stray_id"])
    with database.reading() as db:
        stray = db.get_one(StrayPayment, stray_id)
    if stray.returned_at is not None:
        return
    made = razorpay_gateway.refunds_of(stray.razorpay_id)
    missing = stray.amount_paise - sum(one.amount_paise for one in made if one.status is not RefundStatus.FAILED)
    if missing > 0:
        # A refund that failed at the bank is asked for under another key: the old one would give the old answer.
        failed = sum(one.status is RefundStatus.FAILED for one in made)
        key = f"{stray.idempotency_key}-{failed}-{missing}"
        made = [*made, razorpay_gateway.refund(stray.razorpay_id, missing, key)]
    with run.finish() as work:
        payment = storage.locked(work, stray.payment_id)
        _follow(work, payment, work.db.get_one(StrayPayment, stray_id), made)


def return_strays_daily(work: Work) -> None:
    """Have what is not back after some days asked for tomorrow; said again, it is one question."""
    old = (col(StrayPayment.returned_at).is_(None), col(StrayPayment.created_at) <= work.now - DAILY_AFTER)
    tomorrow = work.now.date() + timedelta(days=1)
    for stray_id in work.db.exec(select(StrayPayment.id).where(*old)):
        _ask(work, stray_id, f"on:{tomorrow}", datetime.combine(tomorrow, time(), work.now.tzinfo))


def _begin(work: Work, payment: Payment, attempt: Attempt) -> StrayPayment:
    assert payment.id is not None
    stray = StrayPayment(
        payment_id=payment.id,
        razorpay_id=attempt.razorpay_id,
        amount_paise=attempt.amount_paise,
        idempotency_key=f"stray-{ids.public_id()}",
        created_at=work.now,
    )
    work.db.add(stray)
    work.db.flush()
    assert stray.id is not None
    ledger.post_stray(work, payment, stray.id, stray.amount_paise)
    for pause in ASK_AFTER:
        _ask(work, stray.id, f"after:{int(pause.total_seconds())}", work.now + pause)
    log.error("Attempt %s is not what payment %s asks for; it goes back", attempt.razorpay_id, payment.id)
    storage.record(work, "payment.mismatch", payment, amount_paise=attempt.amount_paise, currency=attempt.currency)
    tell_of_stray(work, stray.id)
    storage.changed(work, payment)
    return stray


def _follow(work: Work, payment: Payment, stray: StrayPayment, made: Sequence[GatewayRefund]) -> None:
    for one in made:
        if one.status is RefundStatus.PROCESSED and ledger.post_stray_returned(
            work, payment, one.razorpay_refund_id, one.amount_paise
        ):
            stray.returned_paise += one.amount_paise
            storage.record(work, "payment.mismatch_returned", payment, amount_paise=one.amount_paise)
            storage.changed(work, payment)
    if stray.returned_paise == stray.amount_paise and stray.returned_at is None:
        stray.returned_at = work.now


def _ask(work: Work, stray_id: int | None, when: str, run_at: datetime) -> None:
    enqueue(work, RETURN_STRAY, key=f"stray:{stray_id}:{when}", payload={"stray_id": stray_id}, run_at=run_at)
