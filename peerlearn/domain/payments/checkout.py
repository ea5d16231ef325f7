"""From something to pay for to something paid, as the learner's page drives it: open an order, confirm.

The gateway is asked between two units of work, never inside one. What the browser brings is proof at most: the
payment is ours to find by the order and the viewer, and its state is the gateway's to tell.
"""

from dataclasses import dataclass

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.payments import capture, razorpay_gateway, reconcile, storage, strays
from peerlearn.domain.payments.refusals import (
    AlreadyPaid,
    MoneyReturned,
    NotPaidYet,
    NotYourPayment,
    PaymentNotVerified,
    WrongAmount,
)
from peerlearn.domain.payments.rules import CURRENCY, PaymentKind, PaymentStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import database
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work, unit_of_work

MERCHANT = "PeerLearn"
WHAT_FOR = {
    PaymentKind.BOOKING: "One-to-one session, booking {booking}",
    PaymentKind.GIFT: "Gift to your mentor, booking {booking}",
    PaymentKind.PACKAGE: "Package of one-to-one sessions",
}


@dataclass(frozen=True)
class CheckoutOrder:
    """What the gateway's payment window needs; the amount is the order's, never the page's."""

    order_id: str
    key_id: str
    amount_paise: int
    currency: str
    name: str
    description: str
    booking_id: int | None


def open_order(booking_id: int, *, by: Viewer) -> CheckoutOrder:
    """Open the one order of a booking at the gateway, or find it again; talks to the network.

    Raises:
        PaymentsNotSetUp, NotYourPayment, AlreadyPaid, GatewayDown, GatewayRefused.
    """
    with database.reading() as db:
        payment = storage.of_booking(db, booking_id)
    return _opened(_own(payment, by))


def open_gift_order(payment_id: int, *, by: Viewer) -> CheckoutOrder:
    """The same for a gift.

    Raises:
        PaymentsNotSetUp, NotYourPayment, AlreadyPaid, GatewayDown, GatewayRefused.
    """
    return _opened(_own(_found(payment_id), by))


def open_package_order(payment_id: int, *, by: Viewer) -> CheckoutOrder:
    """The same for a package.

    Raises:
        PaymentsNotSetUp, NotYourPayment, AlreadyPaid, GatewayDown, GatewayRefused.
    """
    return _opened(_own(_found(payment_id), by))


def _opened(payment: Payment) -> CheckoutOrder:
    razorpay_gateway.require_keys()
    if PaymentStatus(payment.status).reached(PaymentStatus.AUTHORIZED):
        raise AlreadyPaid(PaymentKind(payment.kind))
    order_id = _opened_again(payment) or _order_for(payment)
    return CheckoutOrder(
        order_id=order_id,
        key_id=razorpay_gateway.key_id(),
        amount_paise=payment.total_paise,
        currency=CURRENCY,
        name=MERCHANT,
        description=WHAT_FOR[PaymentKind(payment.kind)].format(booking=payment.booking_id),
        booking_id=payment.booking_id,
    )


def confirm(order_id: str, razorpay_payment_id: str, signature: str, *, by: Viewer) -> None:
    """Believe a payment window that says "paid", after asking the gateway itself; safe to repeat.

    Raises:
        PaymentsNotSetUp, NotYourPayment, PaymentNotVerified, WrongAmount, NotPaidYet, MoneyReturned,
            GatewayDown.
    """
    razorpay_gateway.require_keys()
    with database.reading() as db:
        payment = storage.of_order(db, order_id)
    payment = _own(payment, by)
    if not razorpay_gateway.signed_checkout(order_id, razorpay_payment_id, signature):
        _audit_forgery(payment, by)
        raise PaymentNotVerified()
    attempt = razorpay_gateway.attempt(razorpay_payment_id)
    attempt = capture.taken(attempt, order_id, payment.total_paise)
    crash_here(Point.PAYMENT_ASKED)
    assert payment.id is not None
    with unit_of_work() as work:
        status = capture.settle(work, payment.id, [attempt])
    if strays.is_stray(payment, attempt):
        raise WrongAmount(PaymentKind(payment.kind), Money(attempt.amount_paise), Money(payment.total_paise))
    if not attempt.pays(order_id, payment.total_paise):
        raise PaymentNotVerified()
    if not status.reached(PaymentStatus.CAPTURED):
        raise NotPaidYet()
    if status.reached(PaymentStatus.REFUNDING):
        raise MoneyReturned(PaymentKind(payment.kind))


def _found(payment_id: int) -> Payment | None:
    with database.reading() as db:
        return db.get(Payment, payment_id)


def _own(payment: Payment | None, by: Viewer) -> Payment:
    if payment is None or payment.learner_id != by.user_id:
        raise NotYourPayment()
    return payment


def _opened_again(payment: Payment) -> str | None:
    """The order that there is already; its first questions may all have been asked by now."""
    if payment.order_id is not None:
        assert payment.id is not None
        with unit_of_work() as work:
            reconcile.schedule(work, payment.id)
    return payment.order_id


def _order_for(payment: Payment) -> str:
    # An answer may have been lost on its way here, and orders know no idempotency key: look before making one.
    order_id = razorpay_gateway.order_with(payment.receipt, payment.total_paise)
    if order_id is None:
        order_id = razorpay_gateway.open_order(payment.receipt, payment.total_paise, payment.booking_id)
        crash_here(Point.ORDER_OPENED)
    assert payment.id is not None
    with unit_of_work() as work:
        return _remember(work, payment.id, order_id)


def _remember(work: Work, payment_id: int, order_id: str) -> str:
    """Write the order down; of two that were opened at once the first one counts, the other is never shown."""
    payment = storage.locked(work, payment_id)
    if payment.order_id is None:
        payment.order_id, payment.status = order_id, PaymentStatus.PENDING
        reconcile.schedule(work, payment_id)
        storage.record(work, "payment.order", payment, actor_id=payment.learner_id, order_id=order_id)
        crash_here(Point.ORDER_WRITTEN)
    return payment.order_id


def _audit_forgery(payment: Payment, by: Viewer) -> None:
    with unit_of_work() as work:
        storage.record(work, "payment.forged", payment, actor_id=by.user_id)
