"""Receipt numbers in the database: one for each payment that came, without a gap, however many come at once."""

import dataclasses
import functools
from datetime import UTC, datetime

import pytest
import time_machine
from sqlmodel import col, select

from peerlearn.domain.payments import PaymentStatus, capture, receipts
from peerlearn.domain.payments.rules import CURRENCY, Attempt
from peerlearn.domain.payments.tables import Payment, Receipt, ReceiptYear
from peerlearn.kit import database
from peerlearn.kit.work import Work, unit_of_work
from peerlearn.settings import settings
from tests.makers import a_held_booking, a_request
from tests.rush import all_at_once

pytestmark = pytest.mark.usefixtures("database")

MANY = 24


class Broken(Exception):
    """Something goes wrong after the number was taken."""


def numbers() -> list[tuple[int, int]]:
    with database.reading() as db:
        return [(one.year, one.number) for one in db.exec(select(Receipt).order_by(col(Receipt.id)))]


def come(work: Work, payment_id: int, *, then: Exception | None = None) -> None:
    """The money of a payment comes, as the gateway says."""
    payment = work.db.get_one(Payment, payment_id)
    payment.order_id, payment.status = f"order_{payment_id}", PaymentStatus.PENDING
    paid = Attempt(
        f"pay_{payment_id}", payment.order_id, payment.total_paise, CURRENCY, PaymentStatus.CAPTURED, method="upi"
    )
    capture.settle(work, payment_id, [paid])
    if then is not None:
        raise then


def unpaid() -> int:
    booked = a_held_booking()
    with database.reading() as db:
        return db.exec(select(Payment.id).where(Payment.booking_id == booked.booking_id)).one() or 0


def test_each_payment_has_one_however_often_it_is_reported() -> None:
    payment_id = unpaid()
    for _ in range(3):
        with unit_of_work() as work:
            come_again = work.db.get_one(Payment, payment_id).captured_at is not None
            if not come_again:
                come(work, payment_id)
            else:
                paid = Attempt(f"pay_{payment_id}", f"order_{payment_id}", 110_000, CURRENCY, PaymentStatus.CAPTURED)
                capture.settle(work, payment_id, [paid])

    assert [number for _, number in numbers()] == [1]
    with database.reading() as db:
        assert db.exec(select(Payment.method)).one() == "upi"


def test_one_that_is_not_written_after_all_leaves_no_gap() -> None:
    first, second = unpaid(), unpaid()

    with pytest.raises(Broken), unit_of_work() as work:
        come(work, first, then=Broken())
    assert numbers() == []
    for payment_id in (second, first):
        with unit_of_work() as work:
            come(work, payment_id)

    assert [number for _, number in numbers()] == [1, 2]


def test_many_at_once_get_each_number_once() -> None:
    payments = [unpaid() for _ in range(MANY)]
    breaking = set(payments[::5])
    deeds = [functools.partial(come, payment_id=one, then=Broken() if one in breaking else None) for one in payments]

    outcomes = all_at_once(deeds)

    assert sum(isinstance(outcome, Broken) for outcome in outcomes) == len(breaking)
    assert [outcome for outcome in outcomes if not isinstance(outcome, Broken)] == [None] * (MANY - len(breaking))
    assert sorted(number for _, number in numbers()) == list(range(1, MANY - len(breaking) + 1))
    with database.reading() as db:
        assert db.exec(select(ReceiptYear.last)).one() == MANY - len(breaking)


def test_begins_anew_with_each_financial_year() -> None:
    for moment in (datetime(2027, 3, 31, 18, 0, tzinfo=UTC), datetime(2027, 3, 31, 19, 0, tzinfo=UTC)):
        with time_machine.travel(moment):
            a_request()
            a_request()

    assert numbers() == [(2026, 1), (2026, 2), (2027, 1), (2027, 2)]


def test_keeps_the_seller_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    a_request()
    seller = {"seller_name": "PeerLearn Private Limited", "seller_address": "12 MG Road, Bengaluru 560001"}
    tax = {"gstin": "29AAGCB7383J1Z4", "gst_sac": "998599", "gst_percent": 18}
    monkeypatch.setattr(receipts, "settings", dataclasses.replace(settings, **seller, **tax))
    a_request()

    with database.reading() as db:
        before, after = db.exec(select(Receipt).order_by(col(Receipt.id)))
    assert (before.gstin, before.sac, before.gst_percent, before.place_of_supply) == ("", "", 0, "")
    assert (after.seller_name, after.gstin, after.sac) == ("PeerLearn Private Limited", "29AAGCB7383J1Z4", "998599")
    assert (after.gst_percent, after.place_of_supply) == (18, "29")
