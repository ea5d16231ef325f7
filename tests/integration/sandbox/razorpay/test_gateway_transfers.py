"""Transfers through the unmodified SDK: parts of a payment passed on, held, and taken back."""

import re
from typing import Any

import pytest
from razorpay.errors import BadRequestError

from tests.integration.sandbox.razorpay.running import Merchant, Sandbox, eventually

MENTOR, OTHER = "acc_Meera123456789", "acc_Ashas123456789"


def a_part(amount: int = 90_000, account: str = MENTOR, **more: Any) -> dict[str, Any]:
    return {"account": account, "amount": amount, "currency": "INR", **more}


def transferred(sandbox: Sandbox, payment_id: str, *parts: dict[str, Any]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = sandbox.client.payment.transfer(payment_id, {"transfers": list(parts)})["items"]
    return made


def paid(sandbox: Sandbox) -> str:
    return str(sandbox.paid_order()["razorpay_payment_id"])


def test_passes_a_part_of_a_payment_on(sandbox: Sandbox) -> None:
    payment_id = paid(sandbox)

    (made,) = transferred(
        sandbox, payment_id, a_part(notes={"booking": "7", "own": "x"}, linked_account_notes=["booking"], on_hold=True)
    )

    assert re.fullmatch(r"trf_[A-Za-z0-9]{14}", made["id"])
    known = {name: made[name] for name in ("entity", "source", "recipient", "amount", "amount_reversed", "status")}
    assert known == {
        "entity": "transfer",
        "source": payment_id,
        "recipient": MENTOR,
        "amount": 90_000,
        "amount_reversed": 0,
        "status": "processed",
    }
    assert (made["on_hold"], made["settlement_status"], made["fees"], made["tax"]) == (True, "on_hold", 266, 41)
    assert sandbox.client.transfer.fetch(made["id"]) == made
    assert sandbox.client.payment.transfers(payment_id)["items"] == [made]
    assert made in sandbox.client.transfer.all()["items"]


def test_is_seen_with_its_order(sandbox: Sandbox) -> None:
    told = sandbox.paid_order(receipt="split")
    made = transferred(sandbox, told["razorpay_payment_id"], a_part(10_000), a_part(10_000, OTHER))

    (order,) = sandbox.client.order.all({"receipt": "split", "expand[]": "transfers"})["items"]

    assert order["transfers"]["entity"] == "collection"
    assert {one["id"] for one in order["transfers"]["items"]} == {one["id"] for one in made}


def test_releases_what_was_held(sandbox: Sandbox) -> None:
    (made,) = transferred(sandbox, paid(sandbox), a_part(on_hold=True, on_hold_until=1_900_000_000))
    assert made["on_hold_until"] == 1_900_000_000

    released = sandbox.client.transfer.edit(made["id"], {"on_hold": False})

    assert (released["on_hold"], released["on_hold_until"], released["settlement_status"]) == (False, None, "pending")


def test_takes_back_a_part_and_then_the_rest(sandbox: Sandbox) -> None:
    (made,) = transferred(sandbox, paid(sandbox), a_part())

    first = sandbox.client.transfer.reverse(made["id"], {"amount": 40_000})
    assert sandbox.client.transfer.fetch(made["id"])["status"] == "partially_reversed"
    rest = sandbox.client.transfer.reverse(made["id"], {})

    assert re.fullmatch(r"rvrsl_[A-Za-z0-9]{14}", first["id"])
    assert (first["amount"], rest["amount"]) == (40_000, 50_000)
    assert sandbox.client.transfer.fetch(made["id"])["status"] == "reversed"
    assert [one["id"] for one in sandbox.client.transfer.reversals(made["id"])["items"]] == [rest["id"], first["id"]]
    with pytest.raises(BadRequestError):
        sandbox.client.transfer.reverse(made["id"], {})


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([], "transfers field is required"),
        ([a_part(99)], "at least INR 1.00"),
        ([a_part(account="acc_1")], "not a valid id"),
        ([a_part(colour="red")], "should not be sent"),
        ([a_part(linked_account_notes=["booking"])], "must be keys of notes"),
        ([a_part(on_hold_until=1)], "on_hold_until must be between"),
        # With its own fee and the payment's this is more than came.
        ([a_part(107_400)], "greater than the captured amount"),
        ([a_part(60_000), a_part(60_000, OTHER)], "greater than the captured amount"),
    ],
)
def test_refuses_what_cannot_be_passed_on(sandbox: Sandbox, parts: list[dict[str, Any]], sentence: str) -> None:
    payment_id = paid(sandbox)

    with pytest.raises(BadRequestError, match=sentence):
        transferred(sandbox, payment_id, *parts)

    assert sandbox.client.payment.transfers(payment_id)["count"] == 0


def test_passes_nothing_on_once_a_refund_has_begun(sandbox: Sandbox) -> None:
    payment_id = paid(sandbox)
    sandbox.client.payment.refund(payment_id, {"amount": 100})

    with pytest.raises(BadRequestError, match="refunded"):
        transferred(sandbox, payment_id, a_part(100))


def test_passes_nothing_on_before_the_money_is_captured(sandbox: Sandbox) -> None:
    payment_id = sandbox.paid_order(payment={"capture": "manual"})["razorpay_payment_id"]

    with pytest.raises(BadRequestError, match="should be captured"):
        transferred(sandbox, payment_id, a_part(100))


def test_tells_of_it(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    (made,) = transferred(telling_sandbox, paid(telling_sandbox), a_part())

    assert eventually(lambda: merchant.named("transfer.processed"))
    event = merchant.named("transfer.processed")[0].event
    assert (event["contains"], event["payload"]["transfer"]["entity"]["id"]) == (["transfer"], made["id"])
