"""The desk: a page without keys that shows the books and presses what a bank would, for itself alone."""

import re

import pytest
import requests

from peerlearn.sandbox.razorpay.desk.trouble import BUTTONS, CALLS, ORDER_BUTTONS
from tests.integration.sandbox.razorpay.running import (
    KEY_ID,
    KEY_SECRET,
    PAYOUT_WEBHOOK_SECRET,
    WEBHOOK_SECRET,
    Merchant,
    Sandbox,
    eventually,
    merchant_session,
)


def page(sandbox: Sandbox) -> str:
    with merchant_session() as session:
        answer = session.get(f"{sandbox.url}/desk", timeout=10)
    assert answer.status_code == 200
    return answer.text


def press(sandbox: Sandbox, deed: str, subject: str = "", *, origin: str | None = None) -> requests.Response:
    with merchant_session() as session:
        return session.post(
            f"{sandbox.url}/desk/press",
            data={"deed": deed, "id": subject},
            headers={"Origin": origin or sandbox.url},
            timeout=10,
        )


def buttons(html: str, subject: str) -> set[str]:
    """What can be pressed for one thing."""
    return set(re.findall(rf'value="{subject}"><button name="deed" value="([^"]+)"', html))


def test_shows_what_there_is_with_what_may_happen_to_it(sandbox: Sandbox) -> None:
    sandbox.control("PUT", "payouts", settle="by_hand")
    order = sandbox.order(receipt="<script>alert(1)</script>")
    payout = sandbox.payout("the-desk-shows-it")

    html = page(sandbox)

    assert buttons(html, order["id"]) == {"pay", "fail", *dict(ORDER_BUTTONS)}
    assert buttons(html, payout["id"]) == {"payout-processed", "payout-reversed", "payout-failed"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html and "<script" not in html
    assert not any(secret in html for secret in (KEY_SECRET, WEBHOOK_SECRET, PAYOUT_WEBHOOK_SECRET))


def test_lets_time_pass_at_the_bank(sandbox: Sandbox) -> None:
    policy = {"capture": "manual", "capture_options": {"automatic_expiry_period": 12, "manual_expiry_period": 14}}
    payment_id = sandbox.paid_order(payment=policy)["razorpay_payment_id"]
    assert sandbox.client.payment.fetch(payment_id)["status"] == "authorized"

    said = press(sandbox, "pass-time").text

    assert "15 minutes have passed at the bank." in said and "min ahead" in said
    assert sandbox.client.payment.fetch(payment_id)["status"] == "refunded"


def test_plays_the_bank(sandbox: Sandbox) -> None:
    sandbox.control("PUT", "refunds", settle="by_hand")
    sandbox.control("PUT", "payouts", settle="by_hand")
    order = sandbox.order()

    assert "failed." in press(sandbox, "fail", order["id"]).text
    (attempt,) = sandbox.client.order.payments(order["id"])["items"]
    assert buttons(page(sandbox), attempt["id"]) == {"late"}
    assert "captured after all" in press(sandbox, "late", attempt["id"]).text
    assert sandbox.client.order.fetch(order["id"])["status"] == "paid"
    refund = sandbox.client.payment.refund(attempt["id"], {"amount": 110_000})
    press(sandbox, "refund-processed", refund["id"])
    assert sandbox.client.refund.fetch(refund["id"])["status"] == "processed"
    payout = sandbox.payout("the-desk-moves-it")
    for state in ("processed", "reversed"):
        press(sandbox, f"payout-{state}", payout["id"])
        assert sandbox.fetched_payout(payout["id"])["status"] == state


def test_withholds_events_and_sends_them_later(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    press(telling_sandbox, "events-off")
    telling_sandbox.paid_order()
    withheld = telling_sandbox.events("payment.captured")[0]
    assert (withheld["state"], merchant.deliveries) == ("withheld", [])
    press(telling_sandbox, "events-on")

    for expected in (1, 2):
        press(telling_sandbox, "replay", withheld["id"])
        assert eventually(lambda expected=expected: len(merchant.deliveries) == expected)
        assert eventually(lambda: telling_sandbox.events("payment.captured")[0]["state"] == "delivered")

    assert {delivery.body for delivery in merchant.deliveries} == {withheld["body"].encode()}
    assert {delivery.event_id for delivery in merchant.deliveries} == {withheld["id"]}


@pytest.mark.parametrize("switch", ["refunds", "payouts"])
def test_makes_things_wait(sandbox: Sandbox, switch: str) -> None:
    assert f'value="{switch}-by-hand"' in page(sandbox)

    assert f'value="{switch}-at-once"' in press(sandbox, f"{switch}-by-hand").text
    assert f'value="{switch}-by-hand"' in press(sandbox, f"{switch}-at-once").text


@pytest.mark.parametrize("deed", CALLS)
def test_spoils_the_next_call(sandbox: Sandbox, deed: str) -> None:
    assert f'value="{deed}"' in page(sandbox)

    assert "Nothing is to go wrong." not in press(sandbox, deed).text
    (planned,) = sandbox.control("GET", "faults")["items"]
    assert {name: planned[name] for name in CALLS[deed][1]} == CALLS[deed][1]

    assert "Nothing is to go wrong." in press(sandbox, "trouble-off").text
    assert sandbox.control("GET", "faults")["items"] == []


def test_spoils_the_events(sandbox: Sandbox) -> None:
    for deed in BUTTONS["Events from now on"]:
        press(sandbox, deed)
    spoilt = sandbox.control("GET", "webhooks")
    assert (spoilt["signing"], spoilt["copies"], spoilt["newest_first"]) == ("old", 3, True)
    assert "signed with the wrong secret" in press(sandbox, "events-forged").text

    press(sandbox, "trouble-off")

    right = sandbox.control("GET", "webhooks")
    assert (right["signing"], right["copies"], right["newest_first"]) == ("right", 1, False)


@pytest.mark.parametrize(("deed", "amount"), [("pay-less", 109_900), ("pay-more", 110_100)])
def test_lets_another_amount_come(sandbox: Sandbox, deed: str, amount: int) -> None:
    order = sandbox.order()

    assert "paid another amount" in press(sandbox, deed, order["id"]).text

    assert [one["amount"] for one in sandbox.client.order.payments(order["id"])["items"]] == [amount]


@pytest.mark.parametrize(("deed", "passing"), [("pending", "pass-time"), ("pending-day", "pass-day")])
def test_leaves_a_payment_hanging(sandbox: Sandbox, deed: str, passing: str) -> None:
    order = sandbox.order()
    press(sandbox, deed, order["id"])
    assert sandbox.client.order.fetch(order["id"])["status"] == "attempted"

    press(sandbox, passing)

    assert sandbox.client.order.fetch(order["id"])["status"] == "paid"


def test_lets_a_window_pay_somebody_elses_order(sandbox: Sandbox) -> None:
    mine, theirs = sandbox.order(), sandbox.order()
    assert theirs["id"] in press(sandbox, "window-pays", theirs["id"]).text

    with merchant_session() as session:
        told = session.post(f"{sandbox.url}/checkout/orders/{mine['id']}/attempts", json={"key": KEY_ID}).json()
        again = session.post(f"{sandbox.url}/checkout/orders/{mine['id']}/attempts", json={"key": KEY_ID}).json()

    assert (told["razorpay_order_id"], again["razorpay_order_id"]) == (theirs["id"], mine["id"])
    assert sandbox.client.utility.verify_payment_signature(told)


def test_empties_the_account_and_tops_it_up(sandbox: Sandbox) -> None:
    assert "There is nothing in the account" in press(sandbox, "account-empty").text
    payout = sandbox.payout("waits-for-a-top-up")
    assert sandbox.fetched_payout(payout["id"])["status"] == "queued"

    assert "In the account: ₹99,094.10" in press(sandbox, "account-top-up").text

    assert sandbox.fetched_payout(payout["id"])["status"] == "processed"


def test_says_that_the_webhook_is_disabled(telling_sandbox: Sandbox) -> None:
    telling_sandbox.control("PUT", "webhooks", enabled=False, disabled=True)
    assert "nobody answered it for a day" in page(telling_sandbox)

    assert "nobody answered it for a day" not in press(telling_sandbox, "events-on").text

    assert telling_sandbox.control("GET", "webhooks")["enabled"] is True


def test_says_why_something_cannot_be(sandbox: Sandbox) -> None:
    order_id = sandbox.paid_order()["razorpay_order_id"]

    assert "already paid" in press(sandbox, "pay", order_id).text
    assert "There is no such button." in press(sandbox, "rob", order_id).text
    assert "is not a valid id" in press(sandbox, "payout-failed", "pout_<b>").text.replace("&lt;b&gt;", "")


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_lets_no_other_site_press(sandbox: Sandbox, origin: str) -> None:
    order = sandbox.order()

    assert press(sandbox, "pay", order["id"], origin=origin).status_code == 403

    assert sandbox.client.order.fetch(order["id"])["status"] == "created"
