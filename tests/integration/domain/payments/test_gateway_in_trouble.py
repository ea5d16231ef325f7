"""The gateway at its worst, as its levers make it: events first, backwards, forged or never; money that is late."""

import dataclasses
from datetime import timedelta

import httpx
import pytest
import time_machine
from sqlmodel import col, select

from peerlearn.domain import bookings, payments
from peerlearn.domain.bookings import HOLD_FOR
from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.domain.payments import PaymentStatus, razorpay_gateway
from peerlearn.domain.payments.tables import WebhookEvent, WebhookState
from peerlearn.kit import clock, database
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import Held, a_held_booking, count, do_due_jobs, eventually, later
from tests.integration.sandbox.razorpay.running import KEY_ID, Sandbox
from tests.makers import a_learner, pay

ALL_OF_IT = ["capture", "refund", "refund_processed"]
OLD_SECRET = "the secret of last year"


def come_back(held: Held, told: dict[str, str]) -> None:
    """The browser reports what the window told it."""
    names = ("razorpay_order_id", "razorpay_payment_id", "razorpay_signature")
    payments.confirm(*(told[name] for name in names), by=held.learner)


def a_paid_booking(gateway: Sandbox) -> Held:
    held = a_held_booking()
    come_back(held, gateway.control("POST", f"orders/{held.open_order().order_id}/pay"))
    return held


def send_back(held: Held) -> None:
    with unit_of_work() as work:
        payments.refund_in_full(work, held.booking_id, reason="declined by the mentor")


def refunded_there(gateway: Sandbox, held: Held) -> list[int]:
    made = gateway.client.payment.fetch_multiple_refund(held.payment.razorpay_id)["items"]
    return [one["amount"] for one in made]


def test_a_refund_is_one_though_its_events_come_before_its_answer(gateway: Sandbox, webhooks: str) -> None:
    held = a_paid_booking(gateway)
    gateway.control("POST", "faults", method="POST", path="/v1/payments/*/refund", events_first=True)
    gateway.control("PUT", "webhooks", newest_first=True)

    send_back(held)
    do_due_jobs()
    with database.reading() as db:
        names = [event.body.split('"event":"')[1].split('"')[0] for event in db.exec(select(WebhookEvent))]
    assert {"refund.processed", "refund.created"} <= set(names)
    do_due_jobs()

    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)
    assert refunded_there(gateway, held) == [110_000]


def test_a_payment_is_one_though_its_last_event_comes_first(gateway: Sandbox, webhooks: str) -> None:
    gateway.control("PUT", "webhooks", newest_first=True)
    held = a_held_booking()
    gateway.control("POST", f"orders/{held.open_order().order_id}/pay")

    assert eventually(lambda: count(WebhookEvent))
    with database.reading() as db:
        [first, *_] = db.exec(select(WebhookEvent.body).order_by(col(WebhookEvent.received_at)))
    assert '"event":"order.paid"' in first
    do_due_jobs()
    assert held.payment.status == PaymentStatus.CAPTURED
    assert eventually(lambda: count(WebhookEvent) == 3)
    do_due_jobs()

    assert (held.payment.status, held.movements) == (PaymentStatus.CAPTURED, ["capture"])
    assert held.booking.status == BookingStatus.PENDING


def test_forged_events_are_refused_and_the_money_is_found_by_asking(gateway: Sandbox, webhooks: str) -> None:
    gateway.control("PUT", "webhooks", signing="wrong")
    held = a_held_booking()
    order_id = held.open_order().order_id
    gateway.control("POST", f"orders/{order_id}/pay")

    assert eventually(lambda: all(event["deliveries"] for event in gateway.events() if order_id in event["body"]))
    mine = [event for event in gateway.events() if order_id in event["body"]]
    assert {delivery["status"] for event in mine for delivery in event["deliveries"]} == {400}
    assert count(WebhookEvent) == 0
    with later(timedelta(minutes=3)):
        do_due_jobs()
    assert held.movements == ["capture"]


@pytest.mark.parametrize("known", [True, False])
def test_the_secret_before_the_last_change_counts_where_it_is_set(
    gateway: Sandbox, webhooks: str, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    if known:
        both = dataclasses.replace(razorpay_gateway.settings, razorpay_webhook_secret_before=OLD_SECRET)
        monkeypatch.setattr(razorpay_gateway, "settings", both)
    gateway.control("PUT", "webhooks", signing="old", old_secret=OLD_SECRET)
    order_id = a_held_booking().open_order().order_id
    gateway.control("POST", f"orders/{order_id}/pay")

    def answers() -> set[int]:
        mine = [event for event in gateway.events() if order_id in event["body"]]
        heard = [delivery["status"] for event in mine for delivery in event["deliveries"]]
        return set(heard) if all(event["deliveries"] for event in mine) else set()

    assert eventually(answers) == {200 if known else 400}


def test_a_conflict_is_asked_again_with_the_same_key(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    gateway.control("POST", "faults", method="POST", path="/v1/payments/*/refund", answer="409", committed=True)

    send_back(held)
    for minutes in (0, 11):
        with later(timedelta(minutes=minutes)):
            do_due_jobs()

    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)
    assert refunded_there(gateway, held) == [110_000]


def test_a_payment_of_somebody_elses_order_is_theirs(gateway: Sandbox) -> None:
    mine, theirs = a_held_booking(), a_held_booking()
    order_id, other_id = mine.open_order().order_id, theirs.open_order().order_id
    gateway.control("PUT", "checkout", order_id=other_id)
    window = f"{gateway.url}/checkout/orders/{order_id}/attempts"
    told = httpx.post(window, json={"key": KEY_ID}, trust_env=False, timeout=30).json()

    with pytest.raises(payments.NotYourPayment):
        come_back(mine, told)
    with pytest.raises(payments.PaymentNotVerified):
        come_back(mine, told | {"razorpay_order_id": order_id})
    with later(timedelta(minutes=3)):
        do_due_jobs()

    assert (mine.movements, mine.booking.status) == ([], BookingStatus.HELD)
    assert (theirs.movements, theirs.booking.status) == (["capture"], BookingStatus.PENDING)


@pytest.mark.parametrize("rival", [False, True])
@pytest.mark.parametrize("minutes", [1, 11, 13, 60, 1440, 7200])
def test_money_that_comes_after_the_window_was_closed_books_or_goes_back(
    gateway: Sandbox, minutes: int, rival: bool
) -> None:
    with time_machine.travel(clock.now()) as app_time:
        held = a_held_booking()
        order_id = held.open_order().order_id
        hanging = gateway.control("POST", f"orders/{order_id}/leave-pending", minutes=minutes)["id"]
        passed = 0.0
        for moment in sorted({minutes, HOLD_FOR.total_seconds() / 60 + 0.5, minutes + 3, minutes + 2000, 10_000}):
            gateway.control("POST", "clock", minutes=max(0, int(moment) - int(passed)))
            app_time.shift(timedelta(minutes=moment - passed))
            passed = moment
            if rival and moment == HOLD_FOR.total_seconds() / 60 + 0.5 and minutes > moment:
                session_id, other = held.booking.session_id, a_learner()
                with unit_of_work() as work:
                    taken = bookings.hold(work, session_id, by=other)
                pay(taken)
            do_due_jobs()

    money = gateway.client.payment.fetch(hanging)
    booked = held.booking.status == BookingStatus.PENDING
    assert money["status"] == ("captured" if booked else "refunded")
    assert money["amount_refunded"] == (0 if booked else money["amount"])
    assert booked == (minutes == 1 or (minutes == 11 and not rival))
    assert held.payment.status in (
        (PaymentStatus.CAPTURED,) if booked else (PaymentStatus.REFUNDED, PaymentStatus.FAILED, PaymentStatus.PENDING)
    )


def test_a_disabled_webhook_loses_no_money_and_alarms(gateway: Sandbox, webhooks: str) -> None:
    gateway.control("PUT", "webhooks", enabled=False, disabled=True)
    paid = [a_held_booking() for _ in range(3)]
    for held in paid:
        gateway.control("POST", f"orders/{held.open_order().order_id}/pay")
    with later(timedelta(minutes=3)):
        do_due_jobs()
    assert [held.movements for held in paid] == [["capture"]] * 3

    with later(timedelta(hours=2)), database.reading() as db:
        silent = payments.silence(db)
    assert silent is not None and silent.payments == 3

    gateway.control("PUT", "webhooks", enabled=True)
    gateway.control("POST", f"orders/{a_held_booking().open_order().order_id}/pay")
    assert eventually(lambda: count(WebhookEvent) == 3)
    do_due_jobs()
    with later(timedelta(hours=2)), database.reading() as db:
        assert payments.silence(db) is None
        assert {event.state for event in db.exec(select(WebhookEvent))} == {WebhookState.DONE}
