"""Payments through the unmodified SDK: signatures, fees, failures, capture by hand, late success."""

import pytest
from razorpay.errors import BadRequestError, SignatureVerificationError

from tests.integration.sandbox.razorpay.running import Sandbox


def test_signs_a_payment_so_that_the_sdk_accepts_it(sandbox: Sandbox) -> None:
    response = sandbox.paid_order()

    assert set(response) == {"razorpay_payment_id", "razorpay_order_id", "razorpay_signature"}
    assert sandbox.client.utility.verify_payment_signature(response)
    other = sandbox.paid_order()
    with pytest.raises(SignatureVerificationError):
        sandbox.client.utility.verify_payment_signature(response | {"razorpay_order_id": other["razorpay_order_id"]})


def test_captures_by_itself_and_charges_two_percent_and_tax(sandbox: Sandbox) -> None:
    response = sandbox.paid_order(amount=110_000)

    payment = sandbox.client.payment.fetch(response["razorpay_payment_id"])

    assert payment["order_id"] == response["razorpay_order_id"]
    assert (payment["status"], payment["captured"], payment["amount"]) == ("captured", True, 110_000)
    assert (payment["fee"], payment["tax"]) == (2596, 396)
    assert payment["notes"] == []


def test_keeps_an_order_open_after_a_failed_attempt(sandbox: Sandbox) -> None:
    order_id = sandbox.order()["id"]

    error = sandbox.control("POST", f"orders/{order_id}/fail", reason="card_declined")["error"]
    paid = sandbox.control("POST", f"orders/{order_id}/pay")

    assert error["reason"] == "card_declined"
    assert error["metadata"]["order_id"] == order_id
    assert error["metadata"]["payment_id"] != paid["razorpay_payment_id"]
    attempts = sandbox.client.order.payments(order_id)["items"]
    assert [attempt["status"] for attempt in attempts] == ["captured", "failed"]
    assert attempts[1]["error_reason"] == "card_declined"
    assert sandbox.client.order.fetch(order_id)["attempts"] == 2


def test_waits_for_a_capture_by_hand_when_the_order_asks_for_it(sandbox: Sandbox) -> None:
    paid = sandbox.paid_order(payment={"capture": "manual", "capture_options": {}})
    payment_id, order_id = paid["razorpay_payment_id"], paid["razorpay_order_id"]
    assert sandbox.client.payment.fetch(payment_id)["status"] == "authorized"
    assert sandbox.client.order.fetch(order_id)["status"] == "attempted"

    with pytest.raises(BadRequestError, match="equal to the amount authorized"):
        sandbox.client.payment.capture(payment_id, 109_999, {"currency": "INR"})
    captured = sandbox.client.payment.capture(payment_id, 110_000, {"currency": "INR"})

    assert captured["status"] == "captured"
    assert sandbox.client.order.fetch(order_id)["status"] == "paid"
    with pytest.raises(BadRequestError, match="already been captured"):
        sandbox.client.payment.capture(payment_id, 110_000, {"currency": "INR"})


def test_lets_a_failed_payment_succeed_late_under_the_same_id(sandbox: Sandbox) -> None:
    order_id = sandbox.order()["id"]
    error = sandbox.control("POST", f"orders/{order_id}/fail", reason="payment_timed_out")["error"]
    payment_id = error["metadata"]["payment_id"]

    sandbox.control("POST", f"payments/{payment_id}/late-success")

    payment = sandbox.client.payment.fetch(payment_id)
    assert (payment["status"], payment["error_code"]) == ("captured", None)
    assert sandbox.client.order.fetch(order_id)["status"] == "paid"


QUARTER = {"capture": "automatic", "capture_options": {"automatic_expiry_period": 12, "manual_expiry_period": 20}}


def late_after(sandbox: Sandbox, minutes: int, **policy: object) -> dict[str, object]:
    """A payment that failed, and that the bank allows so many minutes later after all."""
    failed = sandbox.control("POST", f"orders/{sandbox.order(payment=policy)['id']}/fail")
    payment_id = failed["error"]["metadata"]["payment_id"]
    sandbox.control("POST", "clock", minutes=minutes)
    sandbox.control("POST", f"payments/{payment_id}/late-success")
    return sandbox.client.payment.fetch(payment_id)


@pytest.mark.parametrize(
    ("minutes", "status", "captured"), [(11, "captured", True), (13, "authorized", False), (21, "refunded", False)]
)
def test_captures_by_itself_for_a_while_then_on_demand_and_then_sends_it_back(
    sandbox: Sandbox, minutes: int, status: str, captured: bool
) -> None:
    payment = late_after(sandbox, minutes, **QUARTER)

    assert (payment["status"], payment["captured"]) == (status, captured)


def test_sends_back_what_nobody_captured_in_time_at_the_speed_that_the_order_asked_for(sandbox: Sandbox) -> None:
    options = {"automatic_expiry_period": 12, "manual_expiry_period": 30, "refund_speed": "optimum"}
    paid = sandbox.paid_order(payment={"capture": "manual", "capture_options": options})
    payment_id = paid["razorpay_payment_id"]
    sandbox.control("POST", "clock", minutes=29)
    assert sandbox.client.payment.fetch(payment_id)["status"] == "authorized"

    sandbox.control("POST", "clock", minutes=2)

    assert sandbox.client.payment.fetch(payment_id)["status"] == "refunded"
    [refund] = sandbox.client.payment.fetch_multiple_refund(payment_id)["items"]
    assert (refund["status"], refund["speed_requested"], refund["amount"]) == ("processed", "optimum", 110_000)
    with pytest.raises(BadRequestError, match="authorized and not yet captured"):
        sandbox.client.payment.capture(payment_id, 110_000, {"currency": "INR"})


@pytest.mark.parametrize(
    "options",
    [
        {"automatic_expiry_period": 11},
        {"automatic_expiry_period": "12"},
        {"automatic_expiry_period": 20, "manual_expiry_period": 19},
        {"manual_expiry_period": 7201},
        {"refund_speed": "soon"},
        {"expiry": 12},
    ],
)
def test_refuses_capture_options_that_the_docs_do_not_know(sandbox: Sandbox, options: dict[str, object]) -> None:
    with pytest.raises(BadRequestError):
        sandbox.order(payment={"capture": "automatic", "capture_options": options})


def test_refunds_a_late_success_when_another_attempt_has_paid(sandbox: Sandbox) -> None:
    order_id = sandbox.order()["id"]
    error = sandbox.control("POST", f"orders/{order_id}/fail")["error"]
    paid = sandbox.control("POST", f"orders/{order_id}/pay")

    late = sandbox.control("POST", f"payments/{error['metadata']['payment_id']}/late-success")

    assert (late["status"], late["captured"], late["amount_refunded"]) == ("refunded", False, 110_000)
    assert sandbox.client.payment.fetch(paid["razorpay_payment_id"])["status"] == "captured"
