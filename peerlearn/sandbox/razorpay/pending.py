"""Payments that a bank leaves hanging: nobody hears of them, and days later they succeed after all.

Imitates https://razorpay.com/docs/payments/payments/late-authorisation/: without an answer a payment counts as failed
after some minutes, and the bank is asked on.
"""

import asyncio

from peerlearn.sandbox.razorpay import attempts
from peerlearn.sandbox.razorpay.attempts import Payer
from peerlearn.sandbox.razorpay.books import Entity
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.gateway import Gateway

TIMED_OUT_AFTER_MINUTES = 10
LONGEST_MINUTES = 7200  # five days


def leave_pending(gateway: Gateway, order_id: str, payer: Payer, *, minutes: int) -> Entity:
    """A try to pay that the bank allows so many minutes of the gateway's clock from now, and not before."""
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= LONGEST_MINUTES:
        raise GatewayRefusal(f"The minutes must be between 1 and {LONGEST_MINUTES}.", field="minutes")
    with gateway.books.transaction():
        payment = attempts.begin(gateway, order_id, payer)
        allowed_at = gateway.now() + minutes * 60
        next_at = min(allowed_at, gateway.now() + TIMED_OUT_AFTER_MINUTES * 60)
        payment.update(_allowed_at=allowed_at, _next_at=next_at)
        gateway.books.save(payment)
    for moment in {next_at, allowed_at}:
        asyncio.get_running_loop().call_later(moment - gateway.now() + 0.01, answer_due, gateway)
    return payment


def answer_due(gateway: Gateway) -> None:
    """Lets happen what the bank was to do by now."""
    for payment in gateway.books.due(gateway.now()):
        last = payment["_allowed_at"] <= gateway.now()
        with gateway.books.transaction():
            if last:
                del payment["_next_at"], payment["_allowed_at"]
            else:
                payment["_next_at"] = payment["_allowed_at"]
            gateway.books.save(payment)
        if payment["status"] not in ("created", "failed"):
            continue  # somebody let it succeed by hand
        if last:
            attempts.succeed_late(gateway, payment["id"])
        elif payment["status"] == "created":
            attempts.time_out(gateway, payment["id"])
