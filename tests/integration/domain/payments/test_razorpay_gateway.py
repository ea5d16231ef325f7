"""How the gateway's words become ours."""

import pytest

from peerlearn.domain.payments import GatewayRefused, PaymentStatus, razorpay_gateway
from peerlearn.domain.payments.rules import Attempt
from tests.integration.sandbox.razorpay.running import Sandbox


def test_reads_one_attempt(gateway: Sandbox) -> None:
    told = gateway.paid_order(110_000)

    assert razorpay_gateway.attempt(told["razorpay_payment_id"]) == Attempt(
        razorpay_id=told["razorpay_payment_id"],
        order_id=told["razorpay_order_id"],
        amount_paise=110_000,
        currency="INR",
        status=PaymentStatus.CAPTURED,
        fee_paise=2_596,
        tax_paise=396,
        method="card",
    )


def test_money_that_went_back_by_itself_was_never_ours(gateway: Sandbox) -> None:
    order_id = gateway.order()["id"]
    failed = gateway.control("POST", f"orders/{order_id}/fail")["error"]["metadata"]["payment_id"]
    gateway.control("POST", f"orders/{order_id}/pay")
    gateway.control("POST", f"payments/{failed}/late-success")
    assert gateway.client.payment.fetch(failed)["status"] == "refunded"

    assert razorpay_gateway.attempt(failed).status is PaymentStatus.FAILED
    assert {a.status for a in razorpay_gateway.attempts_at(order_id)} == {PaymentStatus.FAILED, PaymentStatus.CAPTURED}


def test_a_refund_is_over_when_the_bank_says_so(gateway: Sandbox) -> None:
    gateway.control("PUT", "refunds", settle="by_hand")
    paid = gateway.paid_order(110_000)["razorpay_payment_id"]
    refund = gateway.client.payment.refund(paid, {"amount": 110_000})
    assert gateway.client.payment.fetch(paid)["status"] == "refunded"

    assert razorpay_gateway.attempt(paid).status is PaymentStatus.REFUNDING
    gateway.control("POST", f"refunds/{refund['id']}/process")
    assert razorpay_gateway.attempt(paid).status is PaymentStatus.REFUNDED


def test_a_refund_after_one_that_failed_counts(gateway: Sandbox) -> None:
    gateway.control("PUT", "refunds", settle="by_hand")
    paid = gateway.paid_order(110_000)["razorpay_payment_id"]
    gateway.control("POST", f"refunds/{gateway.client.payment.refund(paid, {'amount': 110_000})['id']}/fail")
    assert razorpay_gateway.attempt(paid).status is PaymentStatus.CAPTURED

    gateway.control("PUT", "refunds", settle="at_once")
    gateway.client.payment.refund(paid, {"amount": 110_000})

    assert razorpay_gateway.attempt(paid).status is PaymentStatus.REFUNDED


def test_a_part_that_went_back_leaves_the_payment_captured(gateway: Sandbox) -> None:
    paid = gateway.paid_order(110_000)["razorpay_payment_id"]
    gateway.client.payment.refund(paid, {"amount": 100})

    assert razorpay_gateway.attempt(paid).status is PaymentStatus.CAPTURED


def test_capturing_what_is_captured_tells_how_it_stands(gateway: Sandbox) -> None:
    paid = gateway.paid_order(110_000)["razorpay_payment_id"]

    assert razorpay_gateway.capture(paid, 110_000).status is PaymentStatus.CAPTURED


def test_says_what_was_refused(gateway: Sandbox) -> None:
    with pytest.raises(GatewayRefused, match="BAD_REQUEST_ERROR: The id provided does not exist"):
        razorpay_gateway.attempt("pay_00000000000000")
