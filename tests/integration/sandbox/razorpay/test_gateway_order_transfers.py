"""Transfers that an order plans, through the unmodified SDK: nothing moves until it is paid, and then all that fits."""

from typing import Any

import pytest
from razorpay.errors import BadRequestError

from tests.integration.sandbox.razorpay.running import Sandbox
from tests.integration.sandbox.razorpay.test_gateway_transfers import OTHER, a_part, transferred


def planned_now(sandbox: Sandbox, order_id: str) -> list[dict[str, Any]]:
    (order,) = [one for one in sandbox.client.order.all({"expand[]": "transfers"})["items"] if one["id"] == order_id]
    return list(order["transfers"]["items"])


def test_passes_nothing_on_until_the_order_is_paid(sandbox: Sandbox) -> None:
    order = sandbox.order(transfers=[a_part(60_000, on_hold=True), a_part(30_000, OTHER)])
    assert [(one["status"], one["source"], one["fees"]) for one in order["transfers"]] == [
        ("created", order["id"], 0)
    ] * 2
    assert "transfers" not in sandbox.client.order.fetch(order["id"])
    with pytest.raises(BadRequestError, match="Only a transfer that is processed"):
        sandbox.client.transfer.reverse(order["transfers"][0]["id"], {})

    sandbox.control("POST", f"orders/{order['id']}/fail")
    assert {one["status"] for one in planned_now(sandbox, order["id"])} == {"created"}
    sandbox.control("POST", f"orders/{order['id']}/pay")

    held, other = [sandbox.client.transfer.fetch(one["id"]) for one in order["transfers"]]
    assert (held["status"], held["fees"], held["tax"]) == ("processed", 177, 27)
    assert (held["on_hold"], other["on_hold"], other["status"]) == (True, False, "processed")
    assert held["processed_at"] >= held["created_at"]
    assert {one["id"] for one in planned_now(sandbox, order["id"])} == {held["id"], other["id"]}
    told = [event["event"] for event in sandbox.events("transfer.processed") if order["id"] in event["body"]]
    assert len(told) == 2


def test_fails_what_does_not_fit_beside_the_fees(sandbox: Sandbox) -> None:
    order = sandbox.order(transfers=[a_part(100_000), a_part(10_000, OTHER)])

    sandbox.control("POST", f"orders/{order['id']}/pay")

    first, second = [sandbox.client.transfer.fetch(one["id"]) for one in order["transfers"]]
    assert (first["status"], second["status"], second["fees"]) == ("processed", "failed", 0)
    assert second["error"]["reason"] == "BAD_REQUEST_PAYMENT_FEES_GREATER_THAN_AMOUNT"
    assert [event for event in sandbox.events("transfer.failed") if second["id"] in event["body"]]


def test_leaves_less_for_transfers_that_are_asked_for_later(sandbox: Sandbox) -> None:
    order = sandbox.order(transfers=[a_part(90_000)])
    payment_id = sandbox.control("POST", f"orders/{order['id']}/pay")["razorpay_payment_id"]

    with pytest.raises(BadRequestError, match="greater than the captured amount"):
        transferred(sandbox, payment_id, a_part(20_000, OTHER))
    transferred(sandbox, payment_id, a_part(10_000, OTHER))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], "transfers field is required"),
        ([a_part(60_000), a_part(50_001, OTHER)], "greater than the order amount"),
        ([a_part(99)], "at least INR 1.00"),
        ([a_part(colour="red")], "should not be sent"),
    ],
)
def test_plans_nothing_that_cannot_be(sandbox: Sandbox, parts: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(BadRequestError, match=said):
        sandbox.order(receipt=f"no-{said}"[:40], transfers=parts)

    assert sandbox.client.order.all({"receipt": f"no-{said}"[:40]})["count"] == 0
