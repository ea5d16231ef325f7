"""What happens when somebody tries to pay: success, failure, capture, and success that comes late.

Imitates the states of https://razorpay.com/docs/payments/payments/ and
https://razorpay.com/docs/payments/payments/late-authorisation/. The callers are Checkout, the capture
endpoint and the control API; each verb is one transaction with its events.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any

from peerlearn.sandbox.razorpay.books import Books, Entity
from peerlearn.sandbox.razorpay.capture_policy import CapturePolicy
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.failures import FAILURES
from peerlearn.sandbox.razorpay.fees import fee_of
from peerlearn.sandbox.razorpay.gateway import Gateway
from peerlearn.sandbox.razorpay.ids import new_id
from peerlearn.sandbox.razorpay.order_transfers import pass_on
from peerlearn.sandbox.razorpay.orders import order_with
from peerlearn.sandbox.razorpay.payment_books import payment_with
from peerlearn.sandbox.razorpay.refunds import record_refund
from peerlearn.sandbox.razorpay.webhooks import tell

FEE_BASIS_POINTS = 200  # the standard plan

# What else than a card a person may pay with: the field of the payment that names it, and such a name.
_PAID_FROM = {"netbanking": ("bank", "HDFC"), "wallet": ("wallet", "mobikwik"), "upi": ("vpa", "success@razorpay")}
METHODS = ("card", *_PAID_FROM)

_NO_ERROR = dict.fromkeys(("error_code", "error_description", "error_source", "error_step", "error_reason"))


@dataclass(frozen=True)
class Payer:
    """What Checkout knows of the person paying."""

    email: str | None = None
    contact: str | None = None
    description: str | None = None
    method: str = "card"
    notes: dict[str, Any] = field(default_factory=dict)


def pay(gateway: Gateway, order_id: str, payer: Payer, *, amount: int | None = None) -> Entity:
    """A payment that the bank allows; captured at once unless the order asked for manual capture.

    An `amount` in paise is what comes in place of the order's: no true gateway lets that happen.
    """
    with gateway.books.transaction():
        order = _payable_order(gateway.books, order_id)
        payment = _start_attempt(gateway, order, payer, amount)
        _authorize(gateway, payment)
        if CapturePolicy.of(order).captures(payment, gateway.now()):
            _capture(gateway, payment, order)
    gateway.courier.wake()
    return payment


def fail(gateway: Gateway, order_id: str, reason: str, payer: Payer) -> Entity:
    """A payment that the bank declines; the order stays open for another try."""
    if reason not in FAILURES:
        raise GatewayRefusal(f"{reason} is not a known failure reason", field="reason")
    with gateway.books.transaction():
        payment = _start_attempt(gateway, _payable_order(gateway.books, order_id), payer)
        _decline(gateway, payment, reason)
    gateway.courier.wake()
    return payment


def begin(gateway: Gateway, order_id: str, payer: Payer) -> Entity:
    """A payment that the bank has not answered yet, inside the caller's transaction."""
    return _start_attempt(gateway, _payable_order(gateway.books, order_id), payer)


def time_out(gateway: Gateway, payment_id: str) -> Entity:
    """Nobody waits any longer for the bank's answer: the payment counts as failed until it comes after all."""
    with gateway.books.transaction():
        payment = payment_with(gateway.books, payment_id)
        _decline(gateway, payment, "payment_timed_out")
    gateway.courier.wake()
    return payment


def succeed_late(gateway: Gateway, payment_id: str) -> Entity:
    """The bank allows after all what had failed; refunded at once when it is too late, or another attempt has paid."""
    with gateway.books.transaction():
        payment = payment_with(gateway.books, payment_id)
        if payment["status"] not in ("created", "failed"):
            raise GatewayRefusal("Only a failed payment can succeed late")
        order = order_with(gateway.books, payment["order_id"])
        superseded = order["status"] == "paid" or _authorized_attempt(gateway.books, order["id"])
        _authorize(gateway, payment)
        policy = CapturePolicy.of(order)
        if superseded or policy.is_too_late(payment, gateway.now()):
            record_refund(gateway, payment, amount=payment["amount"], speed=policy.refund_speed)
        elif policy.captures(payment, gateway.now()):
            _capture(gateway, payment, order)
    gateway.courier.wake()
    return payment


def capture(gateway: Gateway, payment_id: str, amount: int) -> Entity:
    """Takes the money of an authorized payment: the whole of it, or nothing."""
    with gateway.books.transaction():
        payment = payment_with(gateway.books, payment_id)
        order = order_with(gateway.books, payment["order_id"])
        if payment["captured"]:
            raise GatewayRefusal("This payment has already been captured")
        if payment["status"] != "authorized":
            raise GatewayRefusal("Only payments which have been authorized and not yet captured can be captured")
        if order["status"] == "paid":
            raise GatewayRefusal("Payment cannot be captured because the order is already paid")
        if amount != payment["amount"]:
            raise GatewayRefusal("Capture amount must be equal to the amount authorized", field="amount")
        _capture(gateway, payment, order)
    gateway.courier.wake()
    return payment


def checkout_signature(gateway: Gateway, payment: Entity) -> str:
    """Proof for the merchant that this gateway took that payment for that order."""
    message = f"{payment['order_id']}|{payment['id']}".encode()
    return hmac.new(gateway.settings.key_secret.encode(), message, hashlib.sha256).hexdigest()


def _payable_order(books: Books, order_id: str) -> Entity:
    order = order_with(books, order_id)
    if order["status"] == "paid":
        raise GatewayRefusal("Payment processing failed because the order is already paid")
    if _authorized_attempt(books, order_id):
        raise GatewayRefusal("Payment already done for this order.")
    return order


def _authorized_attempt(books: Books, order_id: str) -> bool:
    return bool(books.matching("payment", order_id=order_id, status="authorized"))


def _start_attempt(gateway: Gateway, order: Entity, payer: Payer, amount: int | None = None) -> Entity:
    payment = _new_payment(order, payer, gateway.now())
    payment["amount"] = amount or payment["amount"]
    order["attempts"] += 1
    order["status"] = "attempted"
    gateway.books.add(payment)
    gateway.books.save(order)
    return payment


def _decline(gateway: Gateway, payment: Entity, reason: str) -> None:
    failure = FAILURES[reason]
    payment.update(
        status="failed",
        error_code=failure.code,
        error_description=failure.description,
        error_source=failure.source,
        error_step=failure.step,
        error_reason=reason,
    )
    gateway.books.save(payment)
    tell(gateway, "payment.failed", payment=payment)


def _authorize(gateway: Gateway, payment: Entity) -> None:
    auth_code = f"{secrets.randbelow(10**6):06d}"
    payment.update(_NO_ERROR, status="authorized", acquirer_data={"auth_code": auth_code})
    gateway.books.save(payment)
    tell(gateway, "payment.authorized", payment=payment)


def _capture(gateway: Gateway, payment: Entity, order: Entity) -> None:
    fee, tax = fee_of(payment["amount"], FEE_BASIS_POINTS)
    payment.update(status="captured", captured=True, fee=fee, tax=tax)
    gateway.books.save(payment)
    tell(gateway, "payment.captured", payment=payment)
    if payment["amount"] >= order["amount"]:  # less than that pays no order
        order.update(status="paid", amount_paid=order["amount"], amount_due=0)
        gateway.books.save(order)
        tell(gateway, "order.paid", payment=payment, order=order)
        pass_on(gateway, payment)


def _new_payment(order: Entity, payer: Payer, now: float) -> Entity:
    card_id = new_id("card") if payer.method == "card" else None
    return {
        "id": new_id("pay"),
        "entity": "payment",
        "amount": order["amount"],
        "currency": order["currency"],
        "status": "created",
        "order_id": order["id"],
        "invoice_id": None,
        "international": False,
        "method": payer.method,
        "amount_refunded": 0,
        "refund_status": None,
        "captured": False,
        "description": payer.description,
        "card_id": card_id,
        "card": _test_card(card_id) if card_id else None,
        **{field: made_of if payer.method == method else None for method, (field, made_of) in _PAID_FROM.items()},
        "email": payer.email,
        "contact": payer.contact,
        "notes": payer.notes,
        "fee": None,
        "tax": None,
        **_NO_ERROR,
        "acquirer_data": {"auth_code": None},
        "created_at": int(now),
    }


def _test_card(card_id: str) -> Entity:
    return {
        "id": card_id,
        "entity": "card",
        "name": "",
        "last4": "1007",
        "network": "Visa",
        "type": "credit",
        "issuer": None,
        "international": False,
        "emi": False,
    }
