"""Webhooks: signed once, sent again byte for byte until they are taken, and kept over a crash."""

import signal
from pathlib import Path

import pytest
from razorpay.errors import SignatureVerificationError

from tests.integration.sandbox.razorpay.running import (
    KEY_SECRET,
    WEBHOOK_SECRET,
    Merchant,
    Sandbox,
    eventually,
    running_sandbox,
)


def test_tells_of_one_success_three_times_each_signed(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    paid = telling_sandbox.paid_order(notes={"booking": "7"})

    assert eventually(lambda: len(merchant.deliveries) == 3)
    told = {delivery.event["event"]: delivery.event for delivery in merchant.deliveries}
    assert {name: event["contains"] for name, event in told.items()} == {
        "payment.authorized": ["payment"],
        "payment.captured": ["payment"],
        "order.paid": ["payment", "order"],
    }
    assert told["payment.authorized"]["payload"]["payment"]["entity"]["status"] == "authorized"
    captured = told["payment.captured"]["payload"]["payment"]["entity"]
    assert (captured["id"], captured["status"]) == (paid["razorpay_payment_id"], "captured")
    assert told["order.paid"]["payload"]["order"]["entity"]["notes"] == {"booking": "7"}
    assert len({delivery.event_id for delivery in merchant.deliveries}) == 3
    for delivery in merchant.deliveries:
        verify = telling_sandbox.client.utility.verify_webhook_signature
        assert verify(delivery.body.decode(), delivery.signature, WEBHOOK_SECRET)
        with pytest.raises(SignatureVerificationError):
            verify(delivery.body.decode(), delivery.signature, KEY_SECRET)


def test_tells_of_failures_and_refunds(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    order_id = telling_sandbox.order()["id"]
    telling_sandbox.control("POST", f"orders/{order_id}/fail", reason="insufficient_funds")
    payment_id = telling_sandbox.control("POST", f"orders/{order_id}/pay")["razorpay_payment_id"]
    telling_sandbox.client.payment.refund(payment_id, {"amount": 110_000})

    assert eventually(lambda: merchant.named("refund.processed") and merchant.named("payment.failed"))
    failed = merchant.named("payment.failed")[0].event["payload"]["payment"]["entity"]
    assert failed["error_reason"] == "insufficient_funds"
    processed = merchant.named("refund.processed")[0].event
    assert processed["contains"] == ["refund", "payment"]
    assert processed["payload"]["refund"]["entity"]["status"] == "processed"
    assert eventually(lambda: merchant.named("refund.created"))


def test_sends_the_same_bytes_again_after_a_500(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    merchant.answers = [500, 302]
    order_id = telling_sandbox.order()["id"]
    telling_sandbox.control("POST", f"orders/{order_id}/fail")

    assert eventually(lambda: len(merchant.deliveries) == 3)
    assert len({(one.body, one.event_id, one.signature) for one in merchant.deliveries}) == 1
    (event,) = eventually(
        lambda: [event for event in telling_sandbox.events("payment.failed") if event["state"] == "delivered"]
    )
    assert [delivery["status"] for delivery in event["deliveries"]] == [500, 302, 200]


def test_gives_up_after_its_last_try_and_replays_on_request(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    merchant.answers = [500, 500, 500]
    telling_sandbox.control("POST", f"orders/{telling_sandbox.order()['id']}/fail")
    assert eventually(lambda: telling_sandbox.events()[0]["state"] == "given_up")

    telling_sandbox.control("POST", f"events/{telling_sandbox.events()[0]['id']}/replay")

    assert eventually(lambda: telling_sandbox.events()[0]["state"] == "delivered")
    assert len({delivery.body for delivery in merchant.deliveries}) == 1


def test_can_be_told_to_say_nothing_or_everything_thrice(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    telling_sandbox.control("PUT", "webhooks", enabled=False)
    telling_sandbox.control("POST", f"orders/{telling_sandbox.order()['id']}/fail")
    telling_sandbox.control("PUT", "webhooks", enabled=True, copies=3)
    telling_sandbox.control("POST", f"orders/{telling_sandbox.order()['id']}/fail")

    assert eventually(lambda: len(merchant.deliveries) >= 3)
    assert [event["state"] for event in telling_sandbox.events()][0] == "withheld"
    assert eventually(lambda: telling_sandbox.events()[1]["state"] == "delivered")
    assert len({delivery.event_id for delivery in merchant.deliveries}) == 1
    assert len(merchant.deliveries) == 3


def test_remembers_everything_over_a_kill(merchant: Merchant, tmp_path: Path) -> None:
    merchant.answers = [500] * 3
    books = tmp_path / "books.sqlite3"
    with running_sandbox(webhook_url=merchant.url, database=books, retry_seconds="1,1,1") as sandbox:
        paid = sandbox.paid_order()
        assert eventually(lambda: len(merchant.deliveries) == 3)
        sandbox.process.send_signal(signal.SIGKILL)
        sandbox.process.wait()

    with running_sandbox(webhook_url=merchant.url, database=books) as sandbox:
        assert sandbox.client.payment.fetch(paid["razorpay_payment_id"])["status"] == "captured"
        assert sandbox.client.order.fetch(paid["razorpay_order_id"])["status"] == "paid"
        assert eventually(lambda: len(merchant.deliveries) == 6)
        assert len({delivery.event_id for delivery in merchant.deliveries}) == 3
