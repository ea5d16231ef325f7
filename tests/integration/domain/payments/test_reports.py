"""Webhooks and callbacks together: whatever comes, in whatever order and number, is one payment."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlmodel import select

from peerlearn.domain import payments
from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.domain.payments import PaymentStatus
from peerlearn.domain.payments.tables import WebhookEvent, WebhookState
from peerlearn.kit import database
from tests.integration.paying import Held, a_held_booking, count, do_due_jobs, eventually
from tests.integration.sandbox.razorpay.running import Sandbox

OF_ONE_SUCCESS = 3  # payment.authorized, payment.captured, order.paid


def received() -> int:
    """How many events have come in."""
    return count(WebhookEvent)


def deliver(door: str, events: list[dict[str, str]]) -> list[int]:
    """Bring events to the door, each on a thread of its own; how it answered."""

    def bring(event: dict[str, str]) -> int:
        headers = {"x-razorpay-signature": event["signature"], "x-razorpay-event-id": event["id"]}
        return httpx.post(
            door, content=event["body"].encode(), headers=headers, timeout=30, trust_env=False
        ).status_code

    with ThreadPoolExecutor(10) as couriers:
        return list(couriers.map(bring, events))


def events_about(gateway: Sandbox, order_id: str) -> list[dict[str, str]]:
    """The gateway's own log of what it has to say about an order."""
    return [event for event in gateway.events() if order_id in event["body"]]


def test_a_webhook_alone_is_enough(gateway: Sandbox, webhooks: str) -> None:
    held = a_held_booking()
    gateway.control("POST", f"orders/{held.open_order().order_id}/pay")

    assert eventually(lambda: received() == OF_ONE_SUCCESS)
    do_due_jobs()

    assert (held.payment.status, held.movements) == (PaymentStatus.CAPTURED, ["capture"])
    assert held.booking.status == BookingStatus.PENDING
    with database.reading() as db:
        assert {event.state for event in db.exec(select(WebhookEvent))} == {WebhookState.DONE}


@pytest.mark.parametrize("callback_first", [True, False])
def test_callback_and_webhook_are_one_payment(gateway: Sandbox, webhooks: str, callback_first: bool) -> None:
    held = a_held_booking()
    told = gateway.control("POST", f"orders/{held.open_order().order_id}/pay")

    def confirm() -> None:
        proof = told["razorpay_order_id"], told["razorpay_payment_id"], told["razorpay_signature"]
        payments.confirm(*proof, by=held.learner)

    def hear() -> None:
        assert eventually(lambda: received() == OF_ONE_SUCCESS)
        do_due_jobs()

    steps: list[Callable[[], None]] = [confirm, hear] if callback_first else [hear, confirm]
    for step in steps:
        step()

    assert (held.payment.status, held.movements) == (PaymentStatus.CAPTURED, ["capture"])


def test_everything_at_once_and_tenfold_is_one_payment(gateway: Sandbox, door: str) -> None:
    held = a_held_booking()
    order_id = held.open_order().order_id
    told = gateway.control("POST", f"orders/{order_id}/pay")
    proof = told["razorpay_order_id"], told["razorpay_payment_id"], told["razorpay_signature"]
    events = events_about(gateway, order_id) * 10

    with ThreadPoolExecutor(6) as everyone:
        answers = everyone.submit(deliver, door, events)
        tabs = [everyone.submit(payments.confirm, *proof, by=held.learner) for _ in range(5)]
        workers = [everyone.submit(do_due_jobs) for _ in range(2)]
    do_due_jobs()

    assert answers.result() == [200] * len(events)
    assert [tab.exception() or worker.exception() for tab in tabs for worker in workers] == [None] * 10
    assert received() == OF_ONE_SUCCESS
    assert (held.payment.status, held.movements) == (PaymentStatus.CAPTURED, ["capture"])


def _whole_story(gateway: Sandbox, held: Held) -> list[dict[str, str]]:
    """A failure, a success, the late success of the failure (given back), and a refund: every event of it."""
    order_id = held.open_order().order_id
    failed = gateway.control("POST", f"orders/{order_id}/fail")["error"]["metadata"]["payment_id"]
    paid = gateway.control("POST", f"orders/{order_id}/pay")["razorpay_payment_id"]
    gateway.control("POST", f"payments/{failed}/late-success")
    gateway.client.payment.refund(paid, {"amount": 110_000})
    return events_about(gateway, order_id)


@pytest.mark.parametrize("seed", range(6))
def test_a_whole_story_ends_the_same_in_any_order(gateway: Sandbox, door: str, seed: int) -> None:
    held = a_held_booking()
    events = _whole_story(gateway, held)
    told = events + random.Random(seed).choices(events, k=5)
    random.Random(seed).shuffle(told)
    assert len(events) >= 9

    for event in told:
        assert deliver(door, [event]) == [200]
        do_due_jobs()

    assert held.payment.status == PaymentStatus.REFUNDED
    assert held.movements == ["capture", "refund", "refund_processed"]
    assert held.payment.attempts == 2


def test_the_same_money_is_the_same_when_told_step_by_step(gateway: Sandbox, webhooks: str) -> None:
    held = a_held_booking()
    order_id = held.open_order().order_id

    failed = gateway.control("POST", f"orders/{order_id}/fail")["error"]["metadata"]["payment_id"]
    assert eventually(lambda: received() == 1)
    do_due_jobs()
    assert (held.payment.status, held.payment.attempts, held.movements) == (PaymentStatus.FAILED, 1, [])

    paid = gateway.control("POST", f"payments/{failed}/late-success")["id"]
    assert eventually(lambda: received() == 1 + OF_ONE_SUCCESS)
    do_due_jobs()
    assert (held.payment.status, held.payment.razorpay_id) == (PaymentStatus.CAPTURED, paid)

    gateway.client.payment.refund(paid, {"amount": 110_000})
    assert eventually(lambda: received() == 3 + OF_ONE_SUCCESS)
    do_due_jobs()
    assert held.payment.status == PaymentStatus.REFUNDED
    assert held.movements == ["capture", "refund", "refund_processed"]


def test_leaves_alone_what_is_not_ours(gateway: Sandbox, webhooks: str) -> None:
    held = a_held_booking()
    held.open_order()
    gateway.paid_order()

    assert eventually(lambda: received() == OF_ONE_SUCCESS)
    do_due_jobs()

    assert held.movements == []
    with database.reading() as db:
        events = list(db.exec(select(WebhookEvent)))
    assert {event.state for event in events} == {WebhookState.IGNORED}
    assert all("not about an order of ours" in event.detail for event in events)
