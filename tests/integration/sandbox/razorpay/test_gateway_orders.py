"""Orders through the unmodified SDK: creating, finding, refusing, and the lock of a paid one."""

import re
from typing import Any

import pytest
import razorpay
import requests
from razorpay.errors import BadRequestError

from tests.integration.sandbox.razorpay.running import KEY_ID, KEY_SECRET, Sandbox, merchant_session


def post_order(sandbox: Sandbox, body: Any) -> requests.Response:
    with merchant_session() as session:
        return session.post(f"{sandbox.url}/v1/orders", json=body, auth=(KEY_ID, KEY_SECRET), timeout=10)


def test_creates_an_order_in_the_documented_shape(sandbox: Sandbox) -> None:
    order = sandbox.order(receipt="booking-1")

    assert re.fullmatch(r"order_[A-Za-z0-9]{14}", order.pop("id"))
    assert isinstance(order.pop("created_at"), int)
    assert order == {
        "entity": "order",
        "amount": 110_000,
        "amount_paid": 0,
        "amount_due": 110_000,
        "currency": "INR",
        "receipt": "booking-1",
        "offer_id": None,
        "status": "created",
        "attempts": 0,
        "notes": [],
    }


def test_finds_an_order_again_by_its_receipt(sandbox: Sandbox) -> None:
    order = sandbox.order(receipt="booking-2", notes={"booking": "2"})
    sandbox.order(receipt="booking-3")

    found = sandbox.client.order.all({"receipt": "booking-2"})

    assert found == {"entity": "collection", "count": 1, "items": [order]}
    assert sandbox.client.order.fetch(order["id"])["notes"] == {"booking": "2"}


def test_pages_through_orders_newest_first(sandbox: Sandbox) -> None:
    made = [sandbox.order()["id"] for _ in range(12)]

    pages = [sandbox.client.order.all({"count": 5, "skip": skip})["items"] for skip in (0, 5)]

    assert [order["id"] for page in pages for order in page] == made[:-11:-1]
    assert sandbox.client.order.all()["count"] == 10


def test_tells_orders_with_authorized_money_from_the_others(sandbox: Sandbox) -> None:
    receipt = {"receipt": "authorized-or-not"}
    paid = sandbox.paid_order(**receipt)["razorpay_order_id"]
    set_aside = sandbox.paid_order(payment={"capture": "manual"}, **receipt)["razorpay_order_id"]
    failed, untouched = (sandbox.order(**receipt)["id"] for _ in range(2))
    sandbox.control("POST", f"orders/{failed}/fail")

    found = {
        authorized: [one["id"] for one in sandbox.client.order.all({"authorized": authorized, **receipt})["items"]]
        for authorized in (0, 1)
    }

    assert found == {0: [untouched, failed], 1: [set_aside, paid]}
    second = sandbox.client.order.all({"authorized": 1, "count": 1, "skip": 1, **receipt})["items"]
    assert [one["id"] for one in second] == [paid]
    with pytest.raises(BadRequestError, match="authorized must be 0 or 1"):
        sandbox.client.order.all({"authorized": 2})


def test_shows_orders_with_their_payments(sandbox: Sandbox) -> None:
    order_id = sandbox.order(receipt="with-payments")["id"]
    sandbox.control("POST", f"orders/{order_id}/fail")
    sandbox.control("POST", f"orders/{order_id}/pay")
    tries = sandbox.client.order.payments(order_id)

    (listed,) = sandbox.client.order.all({"receipt": "with-payments", "expand[]": "payments"})["items"]

    assert listed["payments"] == tries
    assert sandbox.client.order.fetch(order_id, {"expand[]": "payments"})["payments"] == tries
    assert "payments" not in sandbox.client.order.fetch(order_id)
    with pytest.raises(BadRequestError, match="expand must be"):
        sandbox.client.order.all({"expand[]": "secrets"})


@pytest.mark.parametrize(
    ("body", "field", "sentence"),
    [
        ({"currency": "INR"}, "amount", "The amount field is required."),
        ({"amount": 100.0, "currency": "INR"}, "amount", "The amount must be an integer."),
        ({"amount": "100", "currency": "INR"}, "amount", "The amount must be an integer."),
        ({"amount": True, "currency": "INR"}, "amount", "The amount must be an integer."),
        ({"amount": 99, "currency": "INR"}, "amount", "Order amount less than minimum amount allowed"),
        ({"amount": 100}, "currency", "The currency field is required."),
        ({"amount": 100, "currency": "XYZ"}, "currency", "Currency is not supported"),
        (
            {"amount": 100, "currency": "INR", "receipt": "r" * 41},
            "receipt",
            "The receipt may not be greater than 40 characters.",
        ),
        (
            {"amount": 100, "currency": "INR", "colour": "red"},
            None,
            "colour is/are not required and should not be sent",
        ),
    ],
)
def test_refuses_a_bad_order_in_the_documented_words(
    sandbox: Sandbox, body: Any, field: str | None, sentence: str
) -> None:
    answer = post_order(sandbox, body)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["description"]) == (400, "BAD_REQUEST_ERROR", sentence)
    assert error.get("field") == field
    assert {"source", "step", "reason", "metadata"} <= set(error)


def test_refuses_unknown_and_malformed_ids_with_400(sandbox: Sandbox) -> None:
    with pytest.raises(BadRequestError, match="The id provided does not exist"):
        sandbox.client.order.fetch("order_AAAAAAAAAAAAAA")
    with pytest.raises(BadRequestError, match="order_1 is not a valid id"):
        sandbox.client.order.fetch("order_1")


def test_refuses_wrong_keys_with_401(sandbox: Sandbox) -> None:
    stranger = razorpay.Client(session=merchant_session(), auth=(KEY_ID, "wrong"), base_url=sandbox.url)

    with pytest.raises(BadRequestError, match="Authentication failed"):
        stranger.order.all()
    with merchant_session() as session:
        keyless = [session.get(sandbox.url + path) for path in ("/v1/orders", "/sandbox/control/events")]
    assert [answer.status_code for answer in keyless] == [401, 401]


def test_answers_404_in_json_for_an_unknown_path(sandbox: Sandbox) -> None:
    with merchant_session() as session:
        answer = session.get(f"{sandbox.url}/v1/nothing", auth=(KEY_ID, KEY_SECRET))

    assert answer.status_code == 404
    assert answer.json()["error"]["description"] == "The requested URL was not found on the server."


def test_locks_a_paid_order(sandbox: Sandbox) -> None:
    order_id = sandbox.paid_order()["razorpay_order_id"]

    with pytest.raises(requests.HTTPError, match="400"):
        sandbox.control("POST", f"orders/{order_id}/pay")

    order = sandbox.client.order.fetch(order_id)
    assert (order["status"], order["amount_paid"], order["amount_due"]) == ("paid", 110_000, 0)
    assert sandbox.client.order.payments(order_id)["count"] == 1
