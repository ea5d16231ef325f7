"""Money that comes when the hold is over: a quarter of an hour later its learner is booked or has all of it back."""

import random
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from peerlearn.domain import bookings, payments
from peerlearn.domain.bookings import HOLD_FOR, consequences
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import clock, database
from peerlearn.kit.work import unit_of_work
from tests.faults.full import FULL, SEED
from tests.integration.paying import Held, a_held_booking, deliver, do_due_jobs
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import a_learner, pay

LATE_ONES = 500 if FULL else 20
A_QUARTER = timedelta(minutes=15)


def pay_late(gateway: Sandbox, door: str, chance: random.Random) -> str:
    """One who pays too late, whoever took the session meanwhile; what is wrong a quarter of an hour later."""
    with time_machine.travel(clock.now()) as time:
        held = a_held_booking()
        order_id = held.open_order().order_id
        time.shift(HOLD_FOR + timedelta(seconds=chance.choice([-1, 0, 1, 300, 3000])))
        do_due_jobs()
        rival = _somebody_else(held) if chance.random() < 0.6 else None
        if rival is not None and chance.random() < 0.5:
            pay(rival)
        told = gateway.control("POST", f"orders/{order_id}/pay")
        if chance.random() < 0.5:
            _come_back(held, told)
        else:
            _report(gateway, door, order_id)
        time.shift(A_QUARTER)
        do_due_jobs()
        return _neither(gateway, held, str(told["razorpay_payment_id"]))


def _somebody_else(held: Held) -> int | None:
    rival = a_learner()
    try:
        with unit_of_work() as work:
            return bookings.hold(work, held.booking.session_id, by=rival)
    except bookings.SlotTaken:
        return None  # a second before its end a hold still holds


def _come_back(held: Held, told: dict[str, str]) -> None:
    try:
        names = ("razorpay_order_id", "razorpay_payment_id", "razorpay_signature")
        payments.confirm(*(told[name] for name in names), by=held.learner)
    except payments.MoneyReturned:
        pass


def _report(gateway: Sandbox, door: str, order_id: str) -> None:
    for event in gateway.events("payment.captured"):
        if order_id in event["body"]:
            deliver(door, event)


def _neither(gateway: Sandbox, held: Held, paid: str) -> str:
    """What is wrong with somebody who paid, in words; nothing when they are booked or have it back."""
    back = gateway.client.payment.fetch(paid)["amount_refunded"]
    known = (held.booking.status, held.payment.status, back)
    if known in (("pending", "captured", 0), ("cancelled", "refunded", held.payment.total_paise)):
        return ""
    return f"booking {held.booking_id} is {known[0]}, its money {known[1]}, and {back} paise went back"


def all_of_them(gateway: Sandbox, door: str) -> list[str]:
    """Many of them; what is wrong, and whether both ends were seen."""
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    wrong = [words for _ in range(LATE_ONES) if (words := pay_late(gateway, door, chance))]
    with database.reading() as db:
        ends = set(db.exec(select(Payment.status)))
    assert wrong or {"captured", "refunded"} <= ends, "only one of the two ever happened"
    return wrong


@pytest.mark.timeout(900)
def test_books_or_gives_back(gateway: Sandbox, door: str) -> None:
    assert all_of_them(gateway, door) == []


def test_would_notice_money_that_stays(gateway: Sandbox, door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consequences.payments, "refund_in_full", lambda *_, **__: None)

    assert any("its money captured" in words for words in all_of_them(gateway, door))
