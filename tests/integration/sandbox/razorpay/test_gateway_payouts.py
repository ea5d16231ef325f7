"""Payouts as a merchant meets them: made once for each key, every state and event, and what the account holds."""

import threading
import uuid
from typing import Any

import pytest
import requests
from razorpay.errors import BadRequestError, ServerError, SignatureVerificationError

from tests.integration.sandbox.razorpay.running import (
    ACCOUNT_NUMBER,
    PAYOUT_WEBHOOK_SECRET,
    WEBHOOK_SECRET,
    Merchant,
    Sandbox,
    eventually,
)

FEE = 590


def a_key() -> str:
    return uuid.uuid4().hex


def by_hand(sandbox: Sandbox, **more: Any) -> None:
    sandbox.control("PUT", "payouts", settle="by_hand", **more)


def balance(sandbox: Sandbox) -> int:
    return int(sandbox.control("PUT", "payouts")["balance"])


def with_reference(sandbox: Sandbox, reference: str) -> list[dict[str, Any]]:
    query = {"account_number": ACCOUNT_NUMBER, "reference_id": reference}
    return list(sandbox.client.get("/v1/payouts", query)["items"])


def move(sandbox: Sandbox, payout_id: str, to: str, **more: str) -> dict[str, Any]:
    return sandbox.control("POST", f"payouts/{payout_id}/move", to=to, **more)


def test_changes_a_contact(sandbox: Sandbox) -> None:
    body = {"name": "Meera Rao", "reference_id": a_key()}
    contact = sandbox.client.post("/v1/contacts", body)

    changed = sandbox.client.patch(f"/v1/contacts/{contact['id']}", {"name": "Meera Iyer", "active": False})

    assert changed == contact | {"name": "Meera Iyer", "active": False}
    assert sandbox.client.get(f"/v1/contacts/{contact['id']}", {}) == changed
    assert sandbox.client.post("/v1/contacts", body | {"name": "Meera Iyer"})["id"] == contact["id"]
    assert sandbox.client.post("/v1/contacts", body)["id"] != contact["id"]
    with pytest.raises(BadRequestError, match="3 to 50 characters"):
        sandbox.client.patch(f"/v1/contacts/{contact['id']}", {"name": "M"})


def test_pays_a_bank_account_and_a_upi_address(sandbox: Sandbox) -> None:
    contact = sandbox.client.post("/v1/contacts", {"name": "Meera Rao", "reference_id": "user-7"})
    bank = {"name": "Meera Rao", "ifsc": "HDFC0001234", "account_number": "123456789012"}
    body = {"contact_id": contact["id"], "account_type": "bank_account", "bank_account": bank}
    account = sandbox.client.fund_account.create(body)

    made = [
        sandbox.payout(a_key(), 90_000, fund_account_id=account["id"], mode="IMPS", narration="PeerLearn 7"),
        sandbox.payout(a_key(), 90_000),
    ]

    assert [payout["status"] for payout in made] == ["processing", "processing"]
    done = [sandbox.fetched_payout(payout["id"]) for payout in made]
    assert [(payout["status"], payout["fees"], payout["tax"]) for payout in done] == [("processed", FEE, 90)] * 2
    assert all(payout["utr"] for payout in done)


def test_knows_a_payee_again(sandbox: Sandbox) -> None:
    contacts = [sandbox.client.post("/v1/contacts", {"name": "Meera Rao", "reference_id": "user-8"}) for _ in range(2)]

    assert contacts[0] == contacts[1]
    assert sandbox.fund_account("again@okbank") == sandbox.fund_account("again@okbank")
    assert sandbox.client.fund_account.all({"contact_id": contacts[0]["id"]})["items"] == []


def test_makes_one_payout_of_many_at_the_same_time_with_one_key(sandbox: Sandbox) -> None:
    key, account = a_key(), sandbox.fund_account()
    before, made = balance(sandbox), []

    def ask() -> None:
        made.append(sandbox.payout(key, fund_account_id=account)["id"])

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 20 and len(set(made)) == 1
    assert [payout["id"] for payout in with_reference(sandbox, key)] == made[:1]
    assert balance(sandbox) == before - 90_000 - FEE


def test_refuses_another_body_under_the_same_key(sandbox: Sandbox) -> None:
    key = a_key()
    sandbox.payout(key)

    with pytest.raises(BadRequestError, match="Different request body sent for the same Idempotency Header"):
        sandbox.payout(key, 80_000)

    assert [payout["amount"] for payout in with_reference(sandbox, key)] == [90_000]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": 900.5}, "must be an integer"),
        ({"amount": 99}, "at least 100"),
        ({"mode": "IMPS"}, "The mode is invalid"),
        ({"mode": "upi"}, "The mode is invalid"),
        ({"amount": 10_000_001}, "exceeds the maximum for UPI"),
        ({"account_number": "1"}, "The account number is invalid"),
        ({"purpose": "fun"}, "The purpose is invalid"),
        ({"narration": "to Meera!"}, "narration may have"),
        ({"fund_account_id": "fa_00000000000000"}, "does not exist"),
        ({"surprise": 1}, "should not be sent"),
    ],
    ids=str,
)
def test_refuses_a_bad_payout(sandbox: Sandbox, wrong: dict[str, Any], sentence: str) -> None:
    key = a_key()

    with pytest.raises(BadRequestError, match=sentence):
        sandbox.payout(key, **wrong)

    assert with_reference(sandbox, key) == []


@pytest.mark.parametrize("key", ["", "abc", "x" * 37, "a/b/c"])
def test_wants_a_key_in_the_header(sandbox: Sandbox, key: str) -> None:
    with pytest.raises(BadRequestError, match="X-Payout-Idempotency"):
        sandbox.client.post("/v1/payouts", {}, headers={"X-Payout-Idempotency": key})


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"account_type": "vpa", "vpa": {"address": "no address"}}, "The address is invalid"),
        ({"account_type": "card"}, "account type is invalid"),
        (
            {
                "account_type": "bank_account",
                "bank_account": {"name": "Meera Rao", "ifsc": "HDFC1001234", "account_number": "123456789012"},
            },
            "The ifsc is invalid",
        ),
    ],
    ids=str,
)
def test_refuses_a_bad_fund_account(sandbox: Sandbox, wrong: dict[str, Any], sentence: str) -> None:
    contact = sandbox.client.post("/v1/contacts", {"name": "Meera Rao"})

    with pytest.raises(BadRequestError, match=sentence):
        sandbox.client.fund_account.create({"contact_id": contact["id"], **wrong})


@pytest.mark.parametrize(
    "states", [["processed", "reversed"], ["failed", "reversed"], ["reversed"]], ids=lambda states: "-".join(states)
)
def test_goes_from_state_to_state_and_gives_the_money_back(sandbox: Sandbox, states: list[str]) -> None:
    by_hand(sandbox)
    before = balance(sandbox)
    payout = sandbox.payout(a_key())

    for state in states:
        assert move(sandbox, payout["id"], state)["status"] == state

    final = sandbox.fetched_payout(payout["id"])
    assert (final["status"], final["fees"]) == ("reversed", 0)
    assert final["status_details"]["reason"] == "bank_account_closed"
    assert balance(sandbox) == before


def test_lets_no_payout_go_back(sandbox: Sandbox) -> None:
    by_hand(sandbox)
    payout = sandbox.payout(a_key())
    move(sandbox, payout["id"], "processed")

    for state in ("failed", "processing", "processed", "cancelled", "paid"):
        with pytest.raises(requests.HTTPError, match="400"):
            move(sandbox, payout["id"], state)

    assert sandbox.fetched_payout(payout["id"])["status"] == "processed"


def test_waits_for_an_approver_who_may_say_no(sandbox: Sandbox) -> None:
    by_hand(sandbox, approval=True)
    before = balance(sandbox)
    approved, rejected = sandbox.payout(a_key()), sandbox.payout(a_key())
    assert (approved["status"], rejected["status"]) == ("pending", "pending")

    assert move(sandbox, approved["id"], "processing")["status"] == "processing"
    assert move(sandbox, rejected["id"], "rejected")["status"] == "rejected"

    assert balance(sandbox) == before - 90_000 - FEE


def test_queues_what_the_account_cannot_pay_until_it_is_topped_up(sandbox: Sandbox) -> None:
    sandbox.control("PUT", "payouts", balance=90_000)
    first, second, third = (sandbox.payout(a_key()) for _ in range(3))
    assert [payout["status"] for payout in (first, second, third)] == ["queued"] * 3
    with pytest.raises(BadRequestError, match="does not have enough balance"):
        sandbox.payout(a_key(), queue_if_low_balance=False)

    cancelled = sandbox.client.post(f"/v1/payouts/{second['id']}/cancel", {})
    sandbox.control("PUT", "payouts", balance=91_000)

    assert cancelled["status"] == "cancelled"
    states = [sandbox.fetched_payout(payout["id"])["status"] for payout in (first, second, third)]
    assert states == ["processed", "cancelled", "queued"]
    assert balance(sandbox) == 91_000 - 90_000 - FEE
    with pytest.raises(BadRequestError, match="not in queued state"):
        sandbox.client.post(f"/v1/payouts/{first['id']}/cancel", {})


def test_has_made_the_payout_whose_answer_was_lost(sandbox: Sandbox) -> None:
    key, account = a_key(), sandbox.fund_account()
    sandbox.control("POST", "faults", method="POST", path="/v1/payouts", answer="500", committed=True)
    sandbox.control("POST", "faults", method="POST", path="/v1/payouts", answer="503")

    for _ in range(2):
        with pytest.raises(ServerError):
            sandbox.payout(key, fund_account_id=account)
    again = sandbox.payout(key, fund_account_id=account)

    assert [payout["id"] for payout in with_reference(sandbox, key)] == [again["id"]]
    assert again["status"] == "processed"


def test_tells_of_every_state_under_a_secret_of_its_own(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    by_hand(telling_sandbox)
    for states in (["processed", "reversed"], ["failed"]):
        payout = telling_sandbox.payout(a_key())
        for state in states:
            move(telling_sandbox, payout["id"], state)
    by_hand(telling_sandbox, approval=True)
    move(telling_sandbox, telling_sandbox.payout(a_key())["id"], "rejected")
    by_hand(telling_sandbox, approval=False, balance=0)
    telling_sandbox.client.post(f"/v1/payouts/{telling_sandbox.payout(a_key())['id']}/cancel", {})

    names = sorted(
        f"payout.{state}"
        for state in ("initiated", "initiated", "processed", "reversed", "failed", "pending", "rejected", "queued")
    )
    assert eventually(lambda: sorted(delivery.event["event"] for delivery in merchant.deliveries) == names)
    reversed_ = merchant.named("payout.reversed")[0]
    assert reversed_.event["contains"] == ["payout"]
    assert reversed_.event["payload"]["payout"]["entity"]["status"] == "reversed"
    verify = telling_sandbox.client.utility.verify_webhook_signature
    assert verify(reversed_.body.decode(), reversed_.signature, PAYOUT_WEBHOOK_SECRET)
    with pytest.raises(SignatureVerificationError):
        verify(reversed_.body.decode(), reversed_.signature, WEBHOOK_SECRET)
