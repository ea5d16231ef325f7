"""The reconciler: with every webhook lost and every tab closed, the money is still found."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import col, select

from peerlearn.domain.bookings.rules import HOLD_FOR, BookingStatus
from peerlearn.domain.payments import PaymentStatus
from peerlearn.domain.payments.rules import CAPTURED_WITHIN_MINUTES
from peerlearn.domain.payments.tables import WebhookEvent
from peerlearn.kit import database
from peerlearn.kit.jobs import Job, JobState
from tests.integration.paying import Held, a_held_booking, count, do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox


def reconciling(held: Held, state: JobState) -> int:
    """How many of the questions about a payment are in a state."""
    mine = col(Job.key).startswith(f"reconcile:{held.payment.id}:")
    with database.reading() as db:
        return len(db.exec(select(Job).where(mine, Job.state == state)).all())


@pytest.mark.faults
@pytest.mark.parametrize("minutes", [2, 5, 15])
def test_finds_money_that_nobody_reported(gateway: Sandbox, minutes: int) -> None:
    held = a_held_booking()
    order_id = held.open_order().order_id
    with later(timedelta(minutes=minutes, seconds=-1)):
        do_due_jobs()
    gateway.control("POST", f"orders/{order_id}/pay")
    assert held.payment.status == PaymentStatus.PENDING

    with later(timedelta(minutes=minutes, seconds=1)):
        do_due_jobs()

    assert count(WebhookEvent) == 0
    assert (held.payment.status, held.movements) == (PaymentStatus.CAPTURED, ["capture"])
    assert held.booking.status == BookingStatus.PENDING


def test_captures_what_was_only_set_aside(gateway: Sandbox) -> None:
    held = a_held_booking()
    gateway.order(110_000, receipt=held.payment.receipt, payment={"capture": "manual"})
    paid = gateway.control("POST", f"orders/{held.open_order().order_id}/pay")["razorpay_payment_id"]

    with later(timedelta(minutes=2, seconds=1)):
        do_due_jobs()

    assert gateway.client.payment.fetch(paid)["status"] == "captured"
    assert held.movements == ["capture"]


def test_counts_the_tries_and_finds_a_late_success(gateway: Sandbox) -> None:
    held = a_held_booking()
    order_id = held.open_order().order_id
    first = gateway.control("POST", f"orders/{order_id}/fail")["error"]["metadata"]["payment_id"]
    gateway.control("POST", f"orders/{order_id}/fail")

    with later(timedelta(minutes=3)):
        do_due_jobs()
    assert (held.payment.status, held.payment.attempts) == (PaymentStatus.FAILED, 2)
    gateway.control("POST", f"payments/{first}/late-success")
    with later(timedelta(days=1, seconds=1)):
        do_due_jobs()

    assert (held.payment.status, held.payment.razorpay_id) == (PaymentStatus.CAPTURED, first)
    assert held.movements == ["capture"]


def test_leaves_what_came_too_late_to_the_gateway_which_sends_it_back_itself(gateway: Sandbox) -> None:
    held = a_held_booking()
    order_id = held.open_order().order_id
    payment_id = gateway.control("POST", f"orders/{order_id}/fail")["error"]["metadata"]["payment_id"]
    gateway.control("POST", "clock", minutes=CAPTURED_WITHIN_MINUTES + 1)

    gateway.control("POST", f"payments/{payment_id}/late-success")
    with later(timedelta(days=1, seconds=1)):
        do_due_jobs()

    at_the_gateway = gateway.client.payment.fetch(payment_id)
    assert (at_the_gateway["status"], at_the_gateway["captured"], at_the_gateway["fee"]) == ("refunded", False, None)
    assert (held.payment.status, held.movements) == (PaymentStatus.FAILED, [])
    assert held.booking.status == BookingStatus.HELD


def test_a_try_that_began_while_the_session_was_kept_is_captured_in_time(gateway: Sandbox) -> None:
    held = a_held_booking()
    order_id = held.open_order().order_id
    payment_id = gateway.control("POST", f"orders/{order_id}/fail")["error"]["metadata"]["payment_id"]
    assert timedelta(minutes=CAPTURED_WITHIN_MINUTES) > HOLD_FOR
    gateway.control("POST", "clock", minutes=HOLD_FOR // timedelta(minutes=1))

    gateway.control("POST", f"payments/{payment_id}/late-success")

    assert gateway.client.payment.fetch(payment_id)["status"] == "captured"


def test_keeps_asking_while_the_gateway_is_broken(gateway: Sandbox) -> None:
    held = a_held_booking()
    order_id = held.open_order().order_id
    gateway.control("POST", f"orders/{order_id}/pay")
    gateway.control("POST", "faults", path="/v1/orders/*/payments", answer="500", times=2)

    for seconds in (121, 150, 200):
        with later(timedelta(seconds=seconds)):
            do_due_jobs()

    assert gateway.control("GET", "faults")["items"] == []
    assert held.movements == ["capture"]
    assert reconciling(held, JobState.DEAD) == 0


@pytest.mark.faults
def test_asks_anew_about_an_order_that_is_opened_again_after_its_last_question(gateway: Sandbox) -> None:
    held = a_held_booking()
    order_id = held.open_order().order_id
    with later(timedelta(days=7)):
        do_due_jobs()
        assert reconciling(held, JobState.READY) == 0

        assert held.open_order().order_id == order_id
        gateway.control("POST", f"orders/{order_id}/pay")
        with later(timedelta(minutes=2, seconds=1)):
            do_due_jobs()

    assert count(WebhookEvent) == 0
    assert (held.payment.status, held.movements[0]) == (PaymentStatus.CAPTURED, "capture")


def test_an_order_opened_again_at_once_is_asked_about_as_often_as_one_left_open(gateway: Sandbox) -> None:
    held = a_held_booking()
    for minute in (2, 5, 14):
        with time_machine.travel(datetime(2026, 11, 30, 10, minute, tzinfo=UTC)):
            held.open_order()

    assert reconciling(held, JobState.READY) == 6


def test_asks_nothing_more_once_the_money_is_there(gateway: Sandbox) -> None:
    held = a_held_booking()
    gateway.control("POST", f"orders/{held.open_order().order_id}/pay")
    with later(timedelta(minutes=2, seconds=1)):
        do_due_jobs()
    gateway.control("POST", "faults", answer="500", times=50)

    with later(timedelta(days=7)):
        do_due_jobs()

    assert reconciling(held, JobState.DONE) == 6
    assert len(gateway.control("GET", "faults")["items"]) == 1
    assert gateway.control("GET", "faults")["items"][0]["times"] == 50
