"""What goes wrong on purpose beyond single calls: events out of order, forged or first, payments that do not fit."""

import pytest
from razorpay.errors import BadRequestError, ServerError, SignatureVerificationError
from requests import HTTPError

from tests.integration.sandbox.razorpay.running import (
    WEBHOOK_SECRET,
    Merchant,
    Sandbox,
    eventually,
    running_sandbox,
)

OLD_SECRET = "the secret of last year"
HOURS_8 = 8 * 60


def names(merchant: Merchant) -> list[str]:
    return [str(delivery.event["event"]) for delivery in merchant.deliveries]


@pytest.mark.parametrize(("answer", "error"), [("409", BadRequestError), ("429_server_error", ServerError)])
def test_answers_as_the_documents_say(sandbox: Sandbox, answer: str, error: type[Exception]) -> None:
    sandbox.control("POST", "faults", answer=answer)

    with pytest.raises(error):
        sandbox.order(receipt=f"after-{answer}")

    assert sandbox.client.order.all({"receipt": f"after-{answer}"})["count"] == 0


def test_brings_events_before_the_answer(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    payment_id = telling_sandbox.paid_order()["razorpay_payment_id"]
    assert eventually(lambda: len(merchant.deliveries) == 3)
    telling_sandbox.control("POST", "faults", method="POST", path="/v1/payments/*/refund", events_first=True)

    refund = telling_sandbox.client.payment.refund(payment_id, {"amount": 110_000})

    assert [one.event["payload"]["refund"]["entity"]["id"] for one in merchant.named("refund.processed")] == [
        refund["id"]
    ]


def test_brings_the_newest_event_first(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    telling_sandbox.control("PUT", "webhooks", newest_first=True)

    telling_sandbox.paid_order()

    assert eventually(lambda: len(merchant.deliveries) == 3)
    assert names(merchant) == ["order.paid", "payment.captured", "payment.authorized"]


@pytest.mark.parametrize(("signing", "right"), [("wrong", None), ("old", OLD_SECRET), ("right", WEBHOOK_SECRET)])
def test_signs_as_it_is_told(telling_sandbox: Sandbox, merchant: Merchant, signing: str, right: str | None) -> None:
    telling_sandbox.control("PUT", "webhooks", signing=signing, old_secret=OLD_SECRET)

    telling_sandbox.control("POST", f"orders/{telling_sandbox.order()['id']}/fail")

    assert eventually(lambda: merchant.deliveries)
    verify, delivery = telling_sandbox.client.utility.verify_webhook_signature, merchant.deliveries[0]
    for secret in (WEBHOOK_SECRET, OLD_SECRET):
        if secret == right:
            assert verify(delivery.body.decode(), delivery.signature, secret)
        else:
            with pytest.raises(SignatureVerificationError):
                verify(delivery.body.decode(), delivery.signature, secret)


@pytest.mark.parametrize(("amount", "status"), [(109_900, "attempted"), (110_100, "paid")])
def test_takes_another_amount_than_was_asked_for(sandbox: Sandbox, amount: int, status: str) -> None:
    order_id = sandbox.order()["id"]

    told = sandbox.control("POST", f"orders/{order_id}/pay", amount=amount)

    paid = sandbox.client.payment.fetch(told["razorpay_payment_id"])
    assert (paid["amount"], paid["status"], paid["order_id"]) == (amount, "captured", order_id)
    assert sandbox.client.order.fetch(order_id)["status"] == status
    assert sandbox.client.utility.verify_payment_signature(told)


def test_gives_up_after_a_day_and_says_nothing_any_more(merchant: Merchant) -> None:
    merchant.answers = [500] * 100
    with running_sandbox(webhook_url=merchant.url, retry_seconds="60,600,3600,7200,14400,28800") as sandbox:
        sandbox.control("POST", f"orders/{sandbox.order()['id']}/fail")
        for tries in (1, 2, 3):
            assert eventually(lambda tries=tries: sandbox.events()[0]["tries"] == tries)
            assert sandbox.control("GET", "webhooks")["disabled"] is False
            sandbox.control("POST", "clock", minutes=HOURS_8)
        assert eventually(lambda: sandbox.control("GET", "webhooks")["disabled"])
        assert sandbox.events()[0]["state"] == "given_up"

        sandbox.control("POST", f"orders/{sandbox.order()['id']}/fail")
        assert sandbox.events()[1]["state"] == "withheld"
        merchant.answers = []
        sandbox.control("PUT", "webhooks", enabled=True)
        assert sandbox.control("GET", "webhooks")["disabled"] is False
        sandbox.control("POST", f"orders/{sandbox.order()['id']}/fail")
        assert eventually(lambda: sandbox.events()[2]["state"] == "delivered")
    assert len({(one.body, one.signature) for one in merchant.deliveries}) == 2


def test_goes_on_trying_within_the_day(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    merchant.answers = [500] * 3
    telling_sandbox.control("POST", f"orders/{telling_sandbox.order()['id']}/fail")

    assert eventually(lambda: telling_sandbox.events()[0]["state"] == "given_up")

    assert telling_sandbox.control("GET", "webhooks")["enabled"] is True


def test_changes_nothing_where_one_wish_is_refused(sandbox: Sandbox) -> None:
    before = sandbox.control("GET", "webhooks")

    with pytest.raises(HTTPError):
        sandbox.control("PUT", "webhooks", copies=7, enabled=False, signing="sideways")

    assert sandbox.control("GET", "webhooks") == before
