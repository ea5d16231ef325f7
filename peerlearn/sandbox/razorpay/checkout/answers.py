"""What Checkout tells the merchant's page after an attempt.

Imitates https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/integration-steps/
(`handler` and `payment.failed`).
"""

from peerlearn.sandbox.razorpay.attempts import checkout_signature
from peerlearn.sandbox.razorpay.books import Entity
from peerlearn.sandbox.razorpay.gateway import Gateway


def success_response(gateway: Gateway, payment: Entity) -> Entity:
    """Exactly the three fields that `handler` gets."""
    return {
        "razorpay_payment_id": payment["id"],
        "razorpay_order_id": payment["order_id"],
        "razorpay_signature": checkout_signature(gateway, payment),
    }


def failure_response(payment: Entity) -> Entity:
    """What `payment.failed` gets."""
    error = {name: payment[f"error_{name}"] for name in ("code", "description", "source", "step", "reason")}
    return {"error": {**error, "metadata": {"order_id": payment["order_id"], "payment_id": payment["id"]}}}
