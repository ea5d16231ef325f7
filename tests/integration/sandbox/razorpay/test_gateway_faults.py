"""The faults that tests can plan, met through the unmodified SDK."""

import pytest
import requests
from razorpay.errors import BadRequestError, ServerError

from tests.integration.sandbox.razorpay.running import Sandbox


def test_fails_the_next_calls_and_then_recovers(sandbox: Sandbox) -> None:
    sandbox.control("POST", "faults", answer="500", path="/v1/orders", method="POST", times=2)

    for _ in range(2):
        with pytest.raises(ServerError):
            sandbox.order(receipt="after-500")

    order = sandbox.order(receipt="after-500")
    assert sandbox.client.order.all({"receipt": "after-500"})["items"] == [order]


def test_commits_an_order_whose_answer_comes_too_late(sandbox: Sandbox) -> None:
    sandbox.control("POST", "faults", delay_seconds=2, committed=True)

    with pytest.raises(requests.Timeout):
        sandbox.client.order.create({"amount": 100, "currency": "INR", "receipt": "too-late"}, timeout=(3, 0.5))

    assert sandbox.client.order.all({"receipt": "too-late"})["count"] == 1


def test_makes_no_order_when_the_caller_left_before_it_was_written(sandbox: Sandbox) -> None:
    sandbox.control("POST", "faults", delay_seconds=1, committed=False)

    with pytest.raises(requests.Timeout):
        sandbox.client.order.create({"amount": 100, "currency": "INR", "receipt": "never"}, timeout=(3, 0.3))
    # A second delayed call ends after the first one has been dealt with.
    sandbox.control("POST", "faults", delay_seconds=1, committed=False)
    sandbox.order(receipt="later")

    assert sandbox.client.order.all({"receipt": "never"})["count"] == 0


def test_answers_with_a_proxys_page_after_committing(sandbox: Sandbox) -> None:
    sandbox.control("POST", "faults", answer="502_html", committed=True)

    with pytest.raises(requests.JSONDecodeError):
        sandbox.order(receipt="proxy-page")

    assert sandbox.client.order.all({"receipt": "proxy-page"})["count"] == 1


def test_drops_the_connection_in_the_middle_of_an_answer(sandbox: Sandbox) -> None:
    sandbox.control("POST", "faults", answer="drop", committed=True)

    with pytest.raises(requests.RequestException):
        sandbox.order(receipt="dropped")

    assert sandbox.client.order.all({"receipt": "dropped"})["count"] == 1


@pytest.mark.parametrize("answer", ["429", "401"])
def test_answers_with_other_refusals(sandbox: Sandbox, answer: str) -> None:
    sandbox.control("POST", "faults", answer=answer)

    with pytest.raises(BadRequestError):
        sandbox.order()
