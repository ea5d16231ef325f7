"""Disputes at the sandbox: what banks take, how they decide, and what each event says."""

from typing import Any

import pytest
from razorpay.errors import BadRequestError
from requests import HTTPError

from tests.integration.sandbox.razorpay.running import Merchant, Sandbox, eventually
from tests.integration.sandbox.razorpay.test_gateway_desk import buttons, page, press


def paid(sandbox: Sandbox) -> str:
    return str(sandbox.paid_order()["razorpay_payment_id"])


def dispute(sandbox: Sandbox, payment_id: str, **more: Any) -> dict[str, Any]:
    return sandbox.control("POST", f"payments/{payment_id}/dispute", **more)


def move(sandbox: Sandbox, dispute_id: str, to: str) -> dict[str, Any]:
    return sandbox.control("POST", f"disputes/{dispute_id}/move", to=to)


def test_is_shown_to_the_merchant_as_razorpay_shows_it(sandbox: Sandbox) -> None:
    made = dispute(sandbox, paid(sandbox), amount=39_000)

    shown = sandbox.client.dispute.fetch(made["id"])

    assert shown == made == sandbox.client.dispute.all({"count": 1})["items"][0]
    assert (shown["entity"], shown["status"], shown["phase"]) == ("dispute", "open", "chargeback")
    assert (shown["amount"], shown["amount_deducted"], "notes" in shown) == (39_000, 39_000, False)


@pytest.mark.parametrize(("to", "deducted"), [("won", 0), ("closed", 0), ("lost", 110_000)])
@pytest.mark.parametrize("deduct", ["at_onset", "when_lost"])
def test_only_what_is_lost_stays_deducted(sandbox: Sandbox, deduct: str, to: str, deducted: int) -> None:
    made = dispute(sandbox, paid(sandbox), deduct=deduct)
    assert made["amount_deducted"] == (110_000 if deduct == "at_onset" else 0)

    assert move(sandbox, made["id"], to)["amount_deducted"] == deducted

    with pytest.raises(HTTPError):
        move(sandbox, made["id"], "won")


def test_tells_every_step_with_the_payment_beside_it(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    payment_id = paid(telling_sandbox)
    made = dispute(telling_sandbox, payment_id)
    for to in ("under_review", "action_required", "under_review", "lost"):
        move(telling_sandbox, made["id"], to)

    names = ["created", "under_review", "action_required", "under_review", "lost"]
    told = [event for event in telling_sandbox.events() if event["event"].startswith("payment.dispute.")]
    assert [event["event"].rpartition(".")[2] for event in told] == names
    assert eventually(lambda: len(merchant.named("payment.dispute.lost")) == 1)
    last = merchant.named("payment.dispute.lost")[0].event
    assert last["contains"] == ["payment", "dispute"]
    assert last["payload"]["payment"]["entity"]["id"] == payment_id
    assert last["payload"]["dispute"]["entity"]["amount_deducted"] == 110_000
    again = merchant.named("payment.dispute.action_required")[0].event
    assert again["payload"]["dispute"]["entity"]["status"] == "open"


def test_nothing_goes_back_of_what_is_questioned_or_lost(sandbox: Sandbox) -> None:
    payment_id = paid(sandbox)
    made = dispute(sandbox, payment_id, amount=80_000)
    with pytest.raises(BadRequestError, match="disputed"):
        sandbox.client.payment.refund(payment_id, {"amount": 30_001})

    sandbox.client.payment.refund(payment_id, {"amount": 20_000})
    move(sandbox, made["id"], "lost")

    with pytest.raises(BadRequestError, match="disputed"):
        sandbox.client.payment.refund(payment_id, {"amount": 10_001})
    sandbox.client.payment.refund(payment_id, {"amount": 10_000})


def test_what_is_refunded_unheard_is_all_that_is_not_questioned(sandbox: Sandbox) -> None:
    payment_id = paid(sandbox)
    dispute(sandbox, payment_id, amount=80_000)

    sandbox.control("POST", f"payments/{payment_id}/refund-unheard")

    assert sandbox.client.payment.fetch(payment_id)["amount_refunded"] == 30_000


@pytest.mark.parametrize("body", [{"amount": 110_001}, {"amount": 0}, {"phase": "war"}, {"deduct": "maybe"}])
def test_refuses_what_no_bank_would_ask(sandbox: Sandbox, body: dict[str, Any]) -> None:
    with pytest.raises(HTTPError):
        dispute(sandbox, paid(sandbox), **body)


def test_is_played_at_the_desk(sandbox: Sandbox) -> None:
    payment_id = paid(sandbox)
    assert buttons(page(sandbox), payment_id) == {"dispute", "refund-unheard"}

    press(sandbox, "dispute", payment_id)
    made = sandbox.control("GET", "disputes")["items"][0]
    assert buttons(page(sandbox), made["id"]) == {f"dispute-{to}" for to in ("under_review", "won", "lost", "closed")}
    said = press(sandbox, "dispute-won", made["id"]).text

    assert f"{made['id']} is won." in said
    assert buttons(page(sandbox), made["id"]) == set()
