"""Until when authorized money is captured: what an order says of it, and what becomes of money that comes too late.

Imitates https://razorpay.com/docs/payments/payments/capture-settings/api/. Both periods are minutes from the creation
of a payment: in the first one it is captured by itself, where the order asks for that; after the second one nobody can
capture it any more, and it goes back.
"""

from dataclasses import asdict, dataclass
from typing import Any

from peerlearn.sandbox.razorpay.books import Entity
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import Fields, refuse_unknown
from peerlearn.sandbox.razorpay.gateway import Gateway
from peerlearn.sandbox.razorpay.refunds import record_refund

SHORTEST_MINUTES, LONGEST_MINUTES = 12, 7200
_OPTIONS = {"automatic_expiry_period", "manual_expiry_period", "refund_speed"}


@dataclass(frozen=True)
class CapturePolicy:
    """What one order asks for."""

    capture: str = "automatic"
    automatic_minutes: int = LONGEST_MINUTES
    manual_minutes: int = LONGEST_MINUTES
    refund_speed: str = "normal"

    @classmethod
    def of(cls, order: Entity) -> "CapturePolicy":
        """The policy that an order was made with."""
        return cls(**order.get("_capture_policy", {}))

    def captures(self, payment: Entity, now: float) -> bool:
        """Whether a payment that is authorized now is captured by itself."""
        return self.capture == "automatic" and _age(payment, now) <= self.automatic_minutes * 60

    def is_too_late(self, payment: Entity, now: float) -> bool:
        """Whether nobody can capture it any more."""
        return _age(payment, now) > self.manual_minutes * 60


def capture_policy_in(fields: Fields) -> Entity:
    """What a request for an order says of it, as the order keeps it."""
    policy: Any = fields.get("payment") or {}
    manually = fields.get("payment_capture") in (0, False, "0")
    chosen = policy.get("capture", "manual" if manually else "automatic") if isinstance(policy, dict) else None
    if chosen not in ("automatic", "manual"):
        raise GatewayRefusal("The payment.capture must be automatic or manual.", field="payment.capture")
    options: Any = policy.get("capture_options") or {}
    if not isinstance(options, dict):
        raise GatewayRefusal("The payment.capture_options must be an object.", field="payment.capture_options")
    refuse_unknown(options, _OPTIONS)
    automatic = _minutes(options, "automatic_expiry_period", SHORTEST_MINUTES)
    manual = _minutes(options, "manual_expiry_period", automatic if "automatic_expiry_period" in options else 1)
    speed = options.get("refund_speed", "normal")
    if speed not in ("normal", "optimum"):
        raise GatewayRefusal("The refund_speed must be normal or optimum.", field="refund_speed")
    return asdict(CapturePolicy(chosen, automatic, manual, speed))


def refund_overdue(gateway: Gateway) -> None:
    """Sends back what was authorized and not captured in time."""
    if not gateway.books.matching("payment", status="authorized"):
        return
    with gateway.books.transaction():
        overdue = [
            (payment, policy)
            for payment in gateway.books.matching("payment", status="authorized")
            for policy in (CapturePolicy.of(_order(gateway, payment)),)
            if policy.is_too_late(payment, gateway.now())
        ]
        for payment, policy in overdue:
            record_refund(gateway, payment, amount=payment["amount"], speed=policy.refund_speed)
    if overdue:
        gateway.courier.wake()


def _age(payment: Entity, now: float) -> float:
    return now - int(payment["created_at"])


def _order(gateway: Gateway, payment: Entity) -> Entity:
    order = gateway.books.find(payment["order_id"])
    assert order is not None
    return order


def _minutes(options: Fields, name: str, least: int) -> int:
    minutes = options.get(name, LONGEST_MINUTES)
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not least <= minutes <= LONGEST_MINUTES:
        raise GatewayRefusal(f"The {name} must be between {least} and {LONGEST_MINUTES}.", field=name)
    return minutes
