"""The one file that speaks Razorpay: the SDK over HTTP, with time-outs, in our own words.

No call here is repeated by itself: orders have no idempotency key, so whoever calls decides what is safe to
ask again. A mute or broken gateway is `GatewayDown`, a clear no is `GatewayRefused`. Nothing here touches the
database, and nothing here may be called inside a unit of work.
"""

import threading
from collections.abc import Sequence
from typing import Any

import razorpay
import requests
from razorpay.errors import SignatureVerificationError

from peerlearn.domain.payments.refusals import GatewayDown, GatewayRefused, PaymentsNotSetUp
from peerlearn.domain.payments.rules import (
    CAPTURED_WITHIN_MINUTES,
    CURRENCY,
    Attempt,
    GatewayRefund,
    PaymentStatus,
    RefundStatus,
)
from peerlearn.kit import faults
from peerlearn.settings import settings

CONNECT_SECONDS, READ_SECONDS = 3, 10
CONFLICT, TOO_MANY, SERVER_TROUBLE = 409, 429, 500
MOST_REFUNDS = 100  # of one payment; the gateway lists ten unless it is asked for more
LONGEST_METHOD = 20
LOST = "lost on purpose"
CAPTURE = {
    "capture": "automatic",
    "capture_options": {
        "automatic_expiry_period": CAPTURED_WITHIN_MINUTES,
        "manual_expiry_period": CAPTURED_WITHIN_MINUTES,
        "refund_speed": "normal",
    },
}
TROUBLE_CODES = {"GATEWAY_ERROR", "SERVER_ERROR"}

Entity = dict[str, Any]


def ready() -> bool:
    """Whether a gateway is configured."""
    return settings.payments_ready


def require_keys() -> None:
    """Stop here when no gateway is configured.

    Raises:
        PaymentsNotSetUp.
    """
    if not ready():
        raise PaymentsNotSetUp()


def key_id() -> str:
    """The public key that a browser opens the payment window with."""
    return settings.razorpay_key


def order_with(receipt: str, amount_paise: int) -> str | None:
    """The id of the order made earlier under this receipt for this amount, if there is one."""
    found = client().order.all({"receipt": receipt})
    wanted = (receipt, amount_paise, CURRENCY)
    orders = [o for o in found["items"] if (o["receipt"], o["amount"], o["currency"]) == wanted]
    return str(orders[0]["id"]) if orders else None


def open_order(receipt: str, amount_paise: int, booking_id: int | None) -> str:
    """Make a new order, and give its id; look for an old one with `order_with` first."""
    notes = {"booking_id": str(booking_id)} if booking_id is not None else {}
    asked = {"amount": amount_paise, "currency": CURRENCY, "receipt": receipt, "notes": notes, "payment": CAPTURE}
    order = client().order.create(asked)
    return str(order["id"])


def attempt(razorpay_id: str) -> Attempt:
    """One try to pay, as it stands now."""
    return _attempt(client().payment.fetch(razorpay_id))


def attempts_at(order_id: str, *, with_refunds: bool = False) -> list[Attempt]:
    """Every try to pay an order, as they stand now.

    Refunds come with what has gone back; those that failed too, when they are asked for.
    """
    return [_attempt(entity, with_refunds=with_refunds) for entity in client().order.payments(order_id)["items"]]


def capture(razorpay_id: str, amount_paise: int) -> Attempt:
    """Take the money that a bank has set aside; when it is too late or already done, how things stand."""
    try:
        # The SDK's own default body is shared between threads, so ours is always passed.
        return _attempt(client().payment.capture(razorpay_id, amount_paise, {"currency": CURRENCY}))
    except GatewayRefused:
        return attempt(razorpay_id)


def refund(razorpay_id: str, amount_paise: int, key: str) -> GatewayRefund:
    """Send money back, once for each key; the same key again gives the same refund."""
    body = {"amount": amount_paise, "speed": "normal"}
    headers = {"X-Refund-Idempotency": key}
    return _refund(client().payment.refund(razorpay_id, body, headers=headers))


def refund_with(razorpay_refund_id: str) -> GatewayRefund:
    """One refund, as it stands now."""
    return _refund(client().refund.fetch(razorpay_refund_id))


def refunds_of(razorpay_id: str) -> list[GatewayRefund]:
    """Every refund of one payment, the oldest first."""
    newest_first = client().payment.fetch_multiple_refund(razorpay_id, {"count": MOST_REFUNDS})["items"]
    return [_refund(entity) for entity in reversed(newest_first)]


def signed_checkout(order_id: str, razorpay_id: str, signature: str) -> bool:
    """Whether the gateway signed that this attempt paid this order."""
    claim = {
        "razorpay_order_id": order_id,
        "razorpay_payment_id": razorpay_id,
        "razorpay_signature": signature,
    }
    try:
        client().utility.verify_payment_signature(claim)
    except (SignatureVerificationError, TypeError, ValueError):
        return False
    return True


def signed_webhook(body: bytes, signature: str) -> bool:
    """Whether the gateway signed exactly these bytes for our webhook.

    What it signed before the secret was changed keeps that signature, however often it is repeated
    (https://razorpay.com/docs/webhooks/validate-test/).
    """
    secrets = (settings.razorpay_webhook_secret, settings.razorpay_webhook_secret_before)
    return any(signed_with(secret, body, signature) for secret in secrets)


def signed_with(secret: str, body: bytes, signature: str) -> bool:
    """Whether exactly these bytes were signed with that secret; never without one."""
    if not secret:
        return False
    try:
        client().utility.verify_webhook_signature(body.decode(), signature, secret)
    except (SignatureVerificationError, TypeError, ValueError):
        return False
    return True


def _attempt(entity: Entity, *, with_refunds: bool = False) -> Attempt:
    moved = entity["captured"] and (with_refunds or entity.get("amount_refunded"))
    refunds = tuple(refunds_of(entity["id"])) if moved else ()
    return Attempt(
        razorpay_id=str(entity["id"]),
        order_id=str(entity["order_id"]),
        amount_paise=int(entity["amount"]),
        currency=str(entity["currency"]),
        status=_status(entity, refunds),
        fee_paise=int(entity["fee"]) if entity.get("fee") is not None else None,
        tax_paise=int(entity.get("tax") or 0),
        method=str(entity.get("method") or "")[:LONGEST_METHOD],
        refunds=refunds,
    )


def _status(entity: Entity, refunds: Sequence[GatewayRefund]) -> PaymentStatus:
    if entity["status"] != "refunded":
        return PaymentStatus(entity["status"])
    if not entity["captured"]:
        # A second attempt, or one that nobody captured, went back by itself: it never was our money.
        return PaymentStatus.FAILED
    # The payment says "refunded" as soon as a refund is asked for; only the refunds know whether they arrived.
    on_the_way = any(made.status is RefundStatus.PENDING for made in refunds)
    return PaymentStatus.REFUNDING if on_the_way else PaymentStatus.REFUNDED


def _refund(entity: Entity) -> GatewayRefund:
    return GatewayRefund(str(entity["id"]), RefundStatus(entity["status"]), int(entity["amount"]))


class _Session(requests.Session):
    """Turns every bad end of a call into our own exceptions, before the SDK loses its status or prints it."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False  # a proxy variable must not lead a gateway on this machine astray

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs["timeout"] = (CONNECT_SECONDS, READ_SECONDS)
        if faults.call_is_lost():
            raise GatewayDown(LOST)
        try:
            answer = super().request(*args, **kwargs)
            body = answer.json()
        except requests.RequestException as trouble:
            raise GatewayDown(f"the gateway gave no usable answer: {type(trouble).__name__}") from trouble
        if faults.call_is_lost():
            raise GatewayDown(LOST)
        if not 200 <= answer.status_code < 300:
            raise _trouble(answer.status_code, body)
        return answer


def _trouble(status: int, body: Any) -> GatewayDown | GatewayRefused:
    error = body.get("error") if isinstance(body, dict) else None
    error = error if isinstance(error, dict) else {}
    code, description = str(error.get("code")), str(error.get("description"))
    # A conflict means that an earlier call with the same key is still being worked on.
    if status >= SERVER_TROUBLE or status in (CONFLICT, TOO_MANY) or code in TROUBLE_CODES:
        return GatewayDown(f"the gateway answered {status} {code}: {description}")
    return GatewayRefused(code, description, status)


# A requests session is not promised to be safe between threads.
_of_this_thread = threading.local()


def client() -> razorpay.Client:
    """The SDK with our session, one for each thread; for the other file that speaks to the gateway, too."""
    if getattr(_of_this_thread, "settings", None) is not settings:
        _of_this_thread.settings = settings
        _of_this_thread.client = razorpay.Client(
            session=_Session(),
            auth=(settings.razorpay_key, settings.razorpay_secret),
            base_url=settings.razorpay_base_url,
        )
    return _of_this_thread.client
