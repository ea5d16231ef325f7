"""Refunds through the unmodified SDK: whole, in parts, once per key, never more than was paid."""

import threading
from typing import Any

import pytest
import requests
from razorpay.errors import BadRequestError

from tests.integration.sandbox.razorpay.running import KEY_ID, KEY_SECRET, Sandbox, merchant_session


def refund(sandbox: Sandbox, payment_id: str, key: str, **body: Any) -> requests.Response:
    with merchant_session() as session:
        return session.post(
            f"{sandbox.url}/v1/payments/{payment_id}/refund",
            json=body,
            headers={"X-Refund-Idempotency": key},
            auth=(KEY_ID, KEY_SECRET),
            timeout=10,
        )


def test_refunds_the_whole_payment(sandbox: Sandbox) -> None:
    paid = sandbox.paid_order()
    payment_id = paid["razorpay_payment_id"]

    made = sandbox.client.payment.refund(payment_id, {"amount": 110_000, "receipt": "refund-1"})

    assert (made["status"], made["amount"], made["speed_processed"]) == ("processed", 110_000, "normal")
    payment = sandbox.client.payment.fetch(payment_id)
    assert (payment["status"], payment["refund_status"]) == ("refunded", "full")
    assert sandbox.client.order.fetch(paid["razorpay_order_id"])["status"] == "paid"
    assert sandbox.client.refund.fetch(made["id"]) == made
    assert sandbox.client.payment.fetch_multiple_refund(payment_id)["items"] == [made]
    with pytest.raises(BadRequestError, match="fully refunded already"):
        sandbox.client.payment.refund(payment_id, {"amount": 100})


def test_refunds_in_parts_but_never_more_than_was_paid(sandbox: Sandbox) -> None:
    payment_id = sandbox.paid_order()["razorpay_payment_id"]

    sandbox.client.payment.refund(payment_id, {"amount": 60_000})
    payment = sandbox.client.payment.fetch(payment_id)
    assert (payment["status"], payment["refund_status"], payment["amount_refunded"]) == (
        "captured",
        "partial",
        60_000,
    )

    with pytest.raises(BadRequestError, match="greater than amount captured"):
        sandbox.client.payment.refund(payment_id, {"amount": 50_001})
    sandbox.client.payment.refund(payment_id, {"amount": 50_000})
    assert sandbox.client.payment.fetch(payment_id)["status"] == "refunded"


def test_gives_the_same_refund_for_the_same_key_and_body(sandbox: Sandbox) -> None:
    payment_id = sandbox.paid_order()["razorpay_payment_id"]
    key = f"refund-{payment_id}"

    made = [
        sandbox.client.payment.refund(payment_id, {"amount": 60_000}, headers={"X-Refund-Idempotency": key})
        for _ in range(3)
    ]

    assert made[0] == made[1] == made[2]
    assert sandbox.client.payment.fetch(payment_id)["amount_refunded"] == 60_000
    other_body = refund(sandbox, payment_id, key, amount=50_000)
    assert (other_body.status_code, other_body.json()["error"]["code"]) == (409, "BAD_REQUEST_ERROR")
    assert refund(sandbox, payment_id, "short").status_code == 400


def test_makes_one_refund_of_many_at_the_same_time_with_one_key(sandbox: Sandbox) -> None:
    payment_id = sandbox.paid_order()["razorpay_payment_id"]
    answers: list[requests.Response] = []

    def ask() -> None:
        answers.append(refund(sandbox, payment_id, "twenty-at-once", amount=110_000))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sandbox.client.payment.fetch_multiple_refund(payment_id)["count"] == 1


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"amount": 100.5}, "The amount must be an integer."),
        ({"amount": 99}, "The amount must be at least INR 1.00"),
        ({"amount": 100, "reason": "regret"}, "reason is/are not required and should not be sent"),
        ({"amount": 100, "speed": "warp"}, "The speed must be normal or optimum."),
    ],
)
def test_refuses_a_bad_refund(sandbox: Sandbox, body: dict[str, Any], sentence: str) -> None:
    payment_id = sandbox.paid_order()["razorpay_payment_id"]

    with pytest.raises(BadRequestError, match=sentence):
        sandbox.client.payment.refund(payment_id, body)

    assert sandbox.client.payment.fetch(payment_id)["amount_refunded"] == 0


def test_refuses_a_second_refund_with_the_same_receipt(sandbox: Sandbox) -> None:
    payment_id = sandbox.paid_order()["razorpay_payment_id"]
    sandbox.client.payment.refund(payment_id, {"amount": 100, "receipt": "refund-2"})

    with pytest.raises(BadRequestError, match="receipt must be unique"):
        sandbox.client.payment.refund(payment_id, {"amount": 100, "receipt": "refund-2"})


def test_refuses_to_refund_what_was_never_captured(sandbox: Sandbox) -> None:
    error = sandbox.control("POST", f"orders/{sandbox.order()['id']}/fail")["error"]

    with pytest.raises(BadRequestError, match="should be captured"):
        sandbox.client.payment.refund(error["metadata"]["payment_id"], {"amount": 100})


def test_gives_the_money_back_to_the_payment_when_a_refund_fails(sandbox: Sandbox) -> None:
    payment_id = sandbox.paid_order()["razorpay_payment_id"]
    sandbox.control("PUT", "refunds", settle="by_hand")

    pending = sandbox.client.payment.refund(payment_id, {"amount": 110_000})
    assert pending["status"] == "pending"
    sandbox.control("POST", f"refunds/{pending['id']}/fail")

    assert sandbox.client.refund.fetch(pending["id"])["status"] == "failed"
    payment = sandbox.client.payment.fetch(payment_id)
    assert (payment["status"], payment["refund_status"], payment["amount_refunded"]) == ("captured", None, 0)
