"""Money arrives: the one way in which callback, webhook and reconciler change a payment.

Each of them asks the gateway first and brings its answer here; what was true before is never undone.
"""

import logging
from collections.abc import Sequence

from peerlearn.domain.payments import ledger, razorpay_gateway, receipts, refund_reports, storage, strays
from peerlearn.domain.payments.events import GiftCaptured, PackageCaptured, PaymentCaptured
from peerlearn.domain.payments.rules import Attempt, PaymentKind, PaymentStatus, Standing, merged
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.work import Work

log = logging.getLogger(__name__)

OF_A_BOOKING = {PaymentKind.BOOKING: PaymentCaptured, PaymentKind.GIFT: GiftCaptured}


def capture_and_list(order_id: str, amount_paise: int, *, with_refunds: bool = False) -> list[Attempt]:
    """What the gateway says of every try to pay an order; what a bank has set aside for it is captured first."""
    attempts = razorpay_gateway.attempts_at(order_id, with_refunds=with_refunds)
    return [taken(attempt, order_id, amount_paise) for attempt in attempts]


def taken(attempt: Attempt, order_id: str, amount_paise: int) -> Attempt:
    """The same attempt, captured if it was only authorized and is for the right order and amount."""
    if attempt.status is PaymentStatus.AUTHORIZED and attempt.pays(order_id, amount_paise):
        return razorpay_gateway.capture(attempt.razorpay_id, amount_paise)
    return attempt


def settle(work: Work, payment_id: int, attempts: Sequence[Attempt]) -> PaymentStatus:
    """Merge what the gateway says into the payment, with everything that follows; safe to repeat.

    Returns:
        How far the payment has come now.
    """
    payment = storage.locked(work, payment_id)
    payment.attempts = max(payment.attempts, len(attempts))
    for attempt in attempts:
        if attempt.pays(payment.order_id, payment.total_paise):
            _merge(work, payment, attempt)
        elif strays.is_stray(payment, attempt):
            strays.take(work, payment, attempt)
        else:
            _refuse(work, payment, attempt)
    return PaymentStatus(payment.status)


def _merge(work: Work, payment: Payment, attempt: Attempt) -> None:
    before = Standing(PaymentStatus(payment.status), payment.razorpay_id)
    after = merged(before, Standing(attempt.status, attempt.razorpay_id))
    if after != before:
        _follow(work, payment, before, after)
    if payment.captured_at is not None and attempt.razorpay_id == payment.razorpay_id:
        payment.method = payment.method or attempt.method
        refund_reports.follow(work, payment, attempt.refunds)
        if attempt.fee_paise is not None:  # it says what it keeps with the capture, or later
            ledger.post_gateway_fee(work, payment, attempt.fee_paise, attempt.tax_paise)


def _follow(work: Work, payment: Payment, before: Standing, after: Standing) -> None:
    payment.razorpay_id = after.razorpay_id
    if not after.status.reached(PaymentStatus.CAPTURED):
        payment.status = after.status
    elif not before.status.reached(PaymentStatus.CAPTURED):
        _take(work, payment, still_here=after.status is PaymentStatus.CAPTURED)
    storage.changed(work, payment)


def _take(work: Work, payment: Payment, *, still_here: bool) -> None:
    """The first word that the money came; what has already gone back again buys nothing."""
    payment.status, payment.captured_at = PaymentStatus.CAPTURED, work.now
    ledger.post_capture(work, payment)
    crash_here(Point.CAPTURE_POSTED)
    storage.record(work, "payment.captured", payment, total_paise=payment.total_paise)
    if still_here:
        _tell(work, payment)
    receipts.issue(work, payment)
    crash_here(Point.CAPTURE_TOLD)


def _tell(work: Work, payment: Payment) -> None:
    assert payment.id is not None
    if payment.booking_id is None:
        work.tell(PackageCaptured(payment.id, payment.learner_id, payment.mentor_id))
        return
    captured = OF_A_BOOKING[PaymentKind(payment.kind)]
    work.tell(captured(payment.id, payment.booking_id, payment.learner_id, payment.mentor_id))


def _refuse(work: Work, payment: Payment, attempt: Attempt) -> None:
    log.error("Attempt %s does not match payment %s; nothing was booked", attempt.razorpay_id, payment.id)
    storage.record(work, "payment.mismatch", payment, amount_paise=attempt.amount_paise, currency=attempt.currency)
