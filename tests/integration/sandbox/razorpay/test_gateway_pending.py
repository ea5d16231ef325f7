"""Payments that a bank leaves hanging: they time out, succeed days later, and nobody waits for that here."""

import pytest
import requests

from tests.integration.sandbox.razorpay.running import Merchant, Sandbox, eventually

TWELVE_MINUTES = {
    "capture_options": {"automatic_expiry_period": 12, "manual_expiry_period": 12},
    "capture": "automatic",
}


def left_pending(sandbox: Sandbox, order_id: str, minutes: int) -> str:
    return str(sandbox.control("POST", f"orders/{order_id}/leave-pending", minutes=minutes)["id"])


def pass_minutes(sandbox: Sandbox, minutes: int) -> None:
    sandbox.control("POST", "clock", minutes=minutes)


def status(sandbox: Sandbox, payment_id: str) -> str:
    return str(sandbox.client.payment.fetch(payment_id)["status"])


def test_succeeds_when_the_bank_answers(sandbox: Sandbox) -> None:
    order_id = sandbox.order()["id"]
    payment_id = left_pending(sandbox, order_id, 3)
    assert (status(sandbox, payment_id), sandbox.client.order.fetch(order_id)["status"]) == ("created", "attempted")

    pass_minutes(sandbox, 2)
    assert status(sandbox, payment_id) == "created"
    pass_minutes(sandbox, 1)

    assert status(sandbox, payment_id) == "captured"
    assert sandbox.client.order.fetch(order_id)["status"] == "paid"


def test_counts_as_failed_before_it_succeeds_after_all(sandbox: Sandbox) -> None:
    payment_id = left_pending(sandbox, sandbox.order()["id"], 7199)

    pass_minutes(sandbox, 10)
    failed = sandbox.client.payment.fetch(payment_id)
    assert (failed["status"], failed["error_reason"]) == ("failed", "payment_timed_out")
    pass_minutes(sandbox, 7189)

    assert status(sandbox, payment_id) == "captured"


def test_goes_back_when_it_comes_later_than_the_order_allows(sandbox: Sandbox) -> None:
    payment_id = left_pending(sandbox, sandbox.order(payment=TWELVE_MINUTES)["id"], 60)

    pass_minutes(sandbox, 60)

    late = sandbox.client.payment.fetch(payment_id)
    assert (late["status"], late["captured"], late["amount_refunded"]) == ("refunded", False, 110_000)


def test_goes_back_when_another_try_has_paid_meanwhile(sandbox: Sandbox) -> None:
    order_id = sandbox.order()["id"]
    payment_id = left_pending(sandbox, order_id, 5)
    sandbox.control("POST", f"orders/{order_id}/pay")

    pass_minutes(sandbox, 5)

    assert status(sandbox, payment_id) == "refunded"


def test_lets_a_button_be_faster_than_the_bank(sandbox: Sandbox) -> None:
    payment_id = left_pending(sandbox, sandbox.order()["id"], 30)
    sandbox.control("POST", f"payments/{payment_id}/late-success")

    pass_minutes(sandbox, 30)

    assert status(sandbox, payment_id) == "captured"


def test_tells_of_it_at_each_moment(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    left_pending(telling_sandbox, telling_sandbox.order()["id"], 60)
    assert telling_sandbox.events() == []

    pass_minutes(telling_sandbox, 10)
    assert eventually(lambda: merchant.named("payment.failed"))
    pass_minutes(telling_sandbox, 50)

    assert eventually(lambda: merchant.named("payment.captured") and merchant.named("order.paid"))


@pytest.mark.parametrize("minutes", [0, -1, 7201, "5", True])
def test_refuses_a_moment_that_no_bank_waits_for(sandbox: Sandbox, minutes: object) -> None:
    with pytest.raises(requests.HTTPError, match="400"):
        sandbox.control("POST", f"orders/{sandbox.order()['id']}/leave-pending", minutes=minutes)
