"""The sandbox settles what is open, and its report says of what each sum is made."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from razorpay.errors import BadRequestError

from tests.integration.sandbox.razorpay.running import Merchant, Sandbox, eventually, running_sandbox
from tests.integration.sandbox.razorpay.test_gateway_desk import buttons, page, press

INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """One of its own: a settlement holds all that is open."""
    with running_sandbox() as sandbox:
        yield sandbox


def report(sandbox: Sandbox, **more: Any) -> list[dict[str, Any]]:
    today = datetime.now(INDIA)
    asked = {"year": today.year, "month": today.month, "day": today.day, "count": 1000, **more}
    answer = sandbox.client.settlement.report({name: value for name, value in asked.items() if value is not None})
    assert answer["count"] == len(answer["items"])
    items: list[dict[str, Any]] = answer["items"]
    return items


def test_settles_what_came_without_fees_and_without_what_went_back(sandbox: Sandbox) -> None:
    order = sandbox.order(110_000, receipt="lesson-7")
    paid = sandbox.control("POST", f"orders/{order['id']}/pay")["razorpay_payment_id"]
    refund = sandbox.client.payment.refund(paid, {"amount": 10_000})
    adjustment = sandbox.control("POST", "adjustments", amount=-1_012, description="a chargeback")
    sandbox.order()

    settlement = sandbox.control("POST", "settlements")

    assert settlement["amount"] == 110_000 - 2_596 - 10_000 - 1_012
    assert sandbox.client.settlement.fetch(settlement["id"]) == settlement
    assert sandbox.client.settlement.all()["items"] == [settlement]
    lines = {line["type"]: line for line in report(sandbox)}
    assert {name: (line["entity_id"], line["credit"], line["debit"]) for name, line in lines.items()} == {
        "payment": (paid, 107_404, 0),
        "refund": (refund["id"], 0, 10_000),
        "adjustment": (adjustment["id"], 0, 1_012),
    }
    payment = lines["payment"]
    assert (payment["amount"], payment["fee"], payment["tax"]) == (110_000, 2_596, 396)
    assert (payment["order_id"], payment["order_receipt"], payment["payment_id"]) == (order["id"], "lesson-7", None)
    assert (lines["refund"]["payment_id"], lines["refund"]["order_id"]) == (paid, order["id"])
    assert {line["settlement_id"] for line in lines.values()} == {settlement["id"]}
    assert {line["settlement_utr"] for line in lines.values()} == {settlement["utr"]}
    assert {line["settled_at"] for line in lines.values()} == {settlement["created_at"]}


def test_settles_everything_once(sandbox: Sandbox) -> None:
    paid = [sandbox.paid_order()["razorpay_payment_id"] for _ in range(2)]
    first = sandbox.control("POST", "settlements")
    with pytest.raises(requests.HTTPError):
        sandbox.control("POST", "settlements")
    sandbox.paid_order()
    second = sandbox.control("POST", "settlements")

    lines = report(sandbox)

    assert len({line["entity_id"] for line in lines}) == len(lines) == 3
    assert {line["entity_id"] for line in lines if line["settlement_id"] == first["id"]} == set(paid)
    assert first["amount"] == 2 * second["amount"]


def test_leaves_out_what_is_not_the_merchants(sandbox: Sandbox) -> None:
    order_id = sandbox.order()["id"]
    failed = sandbox.control("POST", f"orders/{order_id}/fail")["error"]["metadata"]["payment_id"]
    paid = sandbox.control("POST", f"orders/{order_id}/pay")["razorpay_payment_id"]
    sandbox.control("POST", f"payments/{failed}/late-success")  # and back by itself
    sandbox.control("PUT", "refunds", settle="by_hand")
    sandbox.client.payment.refund(paid, {"amount": 10_000})  # which has not arrived

    sandbox.control("POST", "settlements")

    assert [line["entity_id"] for line in report(sandbox)] == [paid]


def test_the_report_comes_in_pages_by_day_or_by_month(sandbox: Sandbox) -> None:
    for _ in range(5):
        sandbox.paid_order()
    sandbox.control("POST", "settlements")
    whole = report(sandbox)

    pages = [report(sandbox, count=2, skip=skip) for skip in (0, 2, 4, 6)]

    assert [len(one) for one in pages] == [2, 2, 1, 0]
    assert [line for one in pages for line in one] == whole
    assert report(sandbox, day=None) == whole
    yesterday = datetime.now(INDIA) - timedelta(days=1)
    assert report(sandbox, year=yesterday.year, month=yesterday.month, day=yesterday.day) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"year": 26}, "4 digits"),
        ({"month": 13}, "not a valid month"),
        ({"day": 32}, "between 1 and 2 digits"),
        ({"count": 1001}, "between 1 and 1000"),
        ({"count": 0}, "between 1 and 1000"),
    ],
)
def test_says_what_is_wrong_with_a_question(sandbox: Sandbox, wrong: dict[str, int], words: str) -> None:
    with pytest.raises(BadRequestError, match=words):
        report(sandbox, **wrong)


def test_refunds_that_nobody_is_told_of(telling_sandbox: Sandbox, merchant: Merchant) -> None:
    paid = telling_sandbox.paid_order()["razorpay_payment_id"]
    assert eventually(lambda: merchant.named("order.paid"))

    telling_sandbox.control("POST", f"payments/{paid}/refund-unheard", amount=10_000)
    telling_sandbox.control("POST", f"payments/{paid}/refund-unheard")
    told = telling_sandbox.paid_order()["razorpay_payment_id"]
    telling_sandbox.client.payment.refund(told, {"amount": 10_000})

    assert eventually(lambda: merchant.named("refund.processed"))
    assert [sent.event["payload"]["payment"]["entity"]["id"] for sent in merchant.named("refund.processed")] == [told]
    withheld = [event for event in telling_sandbox.events("refund.processed") if event["state"] == "withheld"]
    assert len(withheld) == 2
    assert telling_sandbox.client.payment.fetch(paid)["status"] == "refunded"


def test_the_desk_has_a_button_for_each(sandbox: Sandbox) -> None:
    paid = sandbox.paid_order()["razorpay_payment_id"]
    assert buttons(page(sandbox), paid) == {"dispute", "refund-unheard"}

    assert "is in the merchant&#x27;s bank account." in press(sandbox, "settle-open").text
    assert "nobody is told" in press(sandbox, "refund-unheard", paid).text
    assert "There is nothing to settle" in press(sandbox, "settle-open").text

    html = page(sandbox)
    assert sandbox.client.settlement.all()["items"][0]["utr"] in html
    assert buttons(html, paid) == {"dispute"}
