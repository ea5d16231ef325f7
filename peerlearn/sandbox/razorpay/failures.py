"""The ways a bank says no, in the order Checkout offers them.

Imitates https://razorpay.com/docs/errors/payments/list/.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """How Razorpay describes one reason."""

    code: str
    description: str
    source: str
    step: str = "payment_authorization"


FAILURES = {
    "payment_failed": Failure("BAD_REQUEST_ERROR", "Payment failed", "bank"),
    "insufficient_funds": Failure(
        "BAD_REQUEST_ERROR",
        "Your payment could not be completed due to insufficient account balance.",
        "customer",
    ),
    "card_declined": Failure(
        "BAD_REQUEST_ERROR", "Your payment was declined by the bank that issued your card.", "issuer_bank"
    ),
    "incorrect_otp": Failure(
        "BAD_REQUEST_ERROR",
        "Your payment could not be completed because the one-time code was wrong.",
        "customer",
        "payment_authentication",
    ),
    "authentication_failed": Failure(
        "BAD_REQUEST_ERROR",
        "Your payment could not be completed because your bank could not confirm that it was you.",
        "customer",
        "payment_authentication",
    ),
    "payment_cancelled": Failure(
        "BAD_REQUEST_ERROR",
        "You cancelled the payment on your bank's page.",
        "customer",
        "payment_authentication",
    ),
    "payment_timed_out": Failure(
        "BAD_REQUEST_ERROR", "Your payment was not completed in time.", "customer", "payment_authentication"
    ),
    "gateway_technical_error": Failure(
        "GATEWAY_ERROR", "Your payment could not be completed due to a temporary technical issue.", "gateway"
    ),
}
