"""Money goes back: all of a payment or a part of it, each once, with a key written down before the gateway is asked.

The job asks again with the same key until the end is known, so neither a crash nor an outage loses or doubles a refund.
"""

from sqlmodel import Session, col, select

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.payments import credits, razorpay_gateway, storage
from peerlearn.domain.payments.contested import contested, has_to_wait
from peerlearn.domain.payments.events import CreditReturned
from peerlearn.domain.payments.owing import owe
from peerlearn.domain.payments.refund_reports import follow, note_refused, record_answer
from peerlearn.domain.payments.refusals import (
    GatewayRefused,
    GoesBackAlready,
    NothingToGiveBack,
    PaymentDisputed,
    RefundNotPossible,
)
from peerlearn.domain.payments.rules import GatewayRefund, PaymentStatus, RefundStatus, may_go_back
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.kit import database
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.jobs import Run, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work, unit_of_work

HELD_BACK = "The learner's bank questions this payment; nothing is sent before it has decided."


def refund_in_full(work: Work, booking_id: int, reason: str) -> None:
    """Send back all that is left of what was paid for a booking; nothing happens while nothing was captured.

    What was paid from a package is the package's again. What a bank questions waits until that is decided.
    """
    payment = storage.locked_with_package(work, booking_id)
    left = _left(work.db, payment)
    if left == Money(0):
        return
    if payment.paid_from_id is not None:
        credits.give_back(work, payment, left.paise, reason)
        work.tell(CreditReturned(payment.paid_from_id))
        return
    owe(work, payment, left.paise, reason)
    storage.changed(work, payment)


def refund_part(work: Work, booking_id: int, amount: Money, reason: str) -> None:
    """Send back a part of what was paid for a booking; several parts may follow each other.

    A part of a credit books nothing: it goes through its package to where that was paid from.

    Raises:
        RefundNotPossible: for more than is left, and for an amount or a rest that the gateway could not send.
        PaymentDisputed: for more than is left beside what a bank questions.
    """
    payment = storage.locked_with_package(work, booking_id)
    _check_part(work.db, payment, amount)
    if payment.paid_from_id is not None:
        credits.give_back(work, payment, amount.paise, reason)
        refund_credit(work, payment.paid_from_id, amount, reason)
        return
    owe(work, payment, amount.paise, reason)
    storage.changed(work, payment)


def refund_credit(work: Work, package_payment_id: int, amount: Money, reason: str, *, by: Viewer | None = None) -> None:
    """Send back so much of what of a package is not booked; nobody's deed when it follows by itself.

    Raises:
        PaymentDisputed: for more than is left beside what a bank questions.
    """
    package = storage.locked(work, package_payment_id)
    if amount > _left(work.db, package):
        raise PaymentDisputed()
    owe(work, package, amount.paise, reason, by=by)
    storage.changed(work, package)


def refund_all_of(work: Work, payment_id: int, reason: str, *, by: Viewer | None = None) -> Money:
    """Send all that is left of what a session or a gift cost back; without `by` it follows by itself.

    What was paid from a package is the package's again; of a package itself, `refund_credit` sends back what is unused.

    Returns:
        How much goes back.

    Raises:
        NothingToGiveBack: nothing came that could go back.
        GoesBackAlready: somebody was faster, or it is back.
        PaymentDisputed: a bank questions all that is left.
    """
    package_id = work.db.get_one(Payment, payment_id).paid_from_id
    if package_id is not None:
        storage.locked(work, package_id)
    payment = storage.locked(work, payment_id)
    if not PaymentStatus(payment.status).reached(PaymentStatus.CAPTURED):
        raise NothingToGiveBack()
    left = _left(work.db, payment)
    if left == Money(0):
        raise PaymentDisputed() if contested(work.db, payment) else GoesBackAlready()
    if package_id is not None:
        credits.give_back(work, payment, left.paise, reason, by=by)
        work.tell(CreditReturned(package_id))
        return left
    owe(work, payment, left.paise, reason, by=by)
    storage.changed(work, payment)
    return left


@job("refund_payment")
def refund_payment(run: Run) -> None:
    """Ask the gateway for one refund, or how it is getting on, and write down the answer."""
    refund_id = int(run.payload["refund_id"])
    refund, payment = _about_to_ask(refund_id)
    if RefundStatus(refund.status).settled or refund.refused:
        return
    try:
        answer = _ask(refund, payment)
    except GatewayRefused as no:
        # Somebody may have refunded it at the gateway itself; then that refund takes the place of ours.
        made = _made_there(payment)
        if not made and refund.razorpay_refund_id is not None:
            raise
        with run.finish() as work:
            if made:
                follow(work, storage.locked(work, refund.payment_id), made)
            else:
                note_refused(work, refund_id, no.description)
        return
    crash_here(Point.REFUND_ASKED)
    with run.finish() as work:
        record_answer(work, refund_id, answer)


def _about_to_ask(refund_id: int) -> tuple[Refund, Payment]:
    """Both as they are now; from here on what the gateway said before no longer counts, for it may answer otherwise.

    While a bank questions so much of the payment that there is no room for it, it is not asked, and that is noted.
    """
    with unit_of_work() as work:
        refund = work.db.get_one(Refund, refund_id)
        payment = storage.locked(work, refund.payment_id)
        work.db.refresh(refund)
        refund.refused = ""
        if refund.razorpay_refund_id is None and has_to_wait(work.db, payment, refund.amount_paise):
            note_refused(work, refund_id, HELD_BACK)
        return refund, payment


def _ask(refund: Refund, payment: Payment) -> GatewayRefund:
    if refund.razorpay_refund_id is not None:
        return razorpay_gateway.refund_with(refund.razorpay_refund_id)
    assert payment.razorpay_id is not None
    return razorpay_gateway.refund(payment.razorpay_id, refund.amount_paise, refund.idempotency_key)


def _made_there(payment: Payment) -> list[GatewayRefund]:
    """The refunds of the gateway that we do not know of."""
    assert payment.razorpay_id is not None
    made = razorpay_gateway.refunds_of(payment.razorpay_id)
    with database.reading() as db:
        known = set(db.exec(select(Refund.razorpay_refund_id).where(col(Refund.payment_id) == payment.id)))
    return [one for one in made if one.status is not RefundStatus.FAILED and one.razorpay_refund_id not in known]


def _check_part(db: Session, payment: Payment, amount: Money) -> None:
    if not may_go_back(amount, Money(payment.total_paise - payment.refunded_paise)) or not _came(payment):
        raise RefundNotPossible()
    if amount > _left(db, payment):
        raise PaymentDisputed()


def _left(db: Session, payment: Payment) -> Money:
    """What may go back now: what came, without what went back before and what a bank questions."""
    there = payment.total_paise - payment.refunded_paise - contested(db, payment)
    return Money(there if _came(payment) else 0)


def _came(payment: Payment) -> bool:
    return PaymentStatus(payment.status).reached(PaymentStatus.CAPTURED)
