"""Asks the gateway about orders that nobody reported on: a closed tab, a lost webhook, a bank that was slow.

And at once about one that its books know otherwise than ours.
"""

from datetime import timedelta

from peerlearn.domain.payments import capture, ledger
from peerlearn.domain.payments.rules import PaymentStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import database
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work, unit_of_work

# Most answers come within minutes; a bank that was late may still allow a failed payment for five days.
ASK_AFTER = (
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=6),
)
# Whoever opens a window, closes it and opens it again has not asked for more questions than one who left it open.
ANEW_EACH = timedelta(minutes=15)


def schedule(work: Work, payment_id: int) -> None:
    """Have an order whose window opens now asked about until it is paid or past hope; opened again later, anew."""
    opened = int(work.now.timestamp() // ANEW_EACH.total_seconds())
    for pause in ASK_AFTER:
        enqueue(
            work,
            "reconcile_payment",
            key=f"reconcile:{payment_id}:{opened}:after:{int(pause.total_seconds())}",
            payload={"payment_id": payment_id},
            run_at=work.now + pause,
        )


def ask_about(payment_id: int) -> None:
    """Ask about an order and its refunds now, and follow the answer as that of an event; talks to the network.

    Raises:
        GatewayDown, GatewayRefused.
    """
    with database.reading() as db:
        payment = db.get_one(Payment, payment_id)
    if payment.order_id is not None:
        attempts = capture.capture_and_list(payment.order_id, payment.total_paise, with_refunds=True)
        with unit_of_work() as work:
            capture.settle(work, payment_id, attempts)


@job("reconcile_payment")
def reconcile_payment(run: Run) -> None:
    """Ask about every attempt at one order, unless its money has come and the gateway has said what it keeps of it."""
    payment_id = int(run.payload["payment_id"])
    with database.reading() as db:
        payment = db.get_one(Payment, payment_id)
        fee_known = ledger.knows_fee(db, payment_id)
    if payment.order_id is None or (PaymentStatus(payment.status).reached(PaymentStatus.CAPTURED) and fee_known):
        return
    attempts = capture.capture_and_list(payment.order_id, payment.total_paise)
    crash_here(Point.ORDER_ASKED)
    with run.finish() as work:
        capture.settle(work, payment_id, attempts)
