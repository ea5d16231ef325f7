"""The admins' list of payments: every one is found by what people know of it, with all its lines."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain import bookings, rooms
from peerlearn.domain.bookings import AnyPaymentCard, PaymentFilter
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import clock, database
from peerlearn.kit.work import unit_of_work
from tests.makers import (
    a_completed_booking,
    a_confirmed_booking,
    a_gift,
    a_held_booking,
    a_learner,
    a_mentor,
    a_request,
    an_offering,
)

pytestmark = pytest.mark.usefixtures("database")


def listed(most: int = 100, **wanted: str) -> list[AnyPaymentCard]:
    with database.reading() as db:
        return bookings.every_payment(db, PaymentFilter(**wanted), most=most)


def titles(**wanted: str) -> list[str]:
    return [f"{card.title} {card.kind}" for card in listed(**wanted)]


def a_life() -> None:
    """A payment of each kind and fate; their sessions are named for them."""
    soon = clock.now() + timedelta(minutes=5)
    ravi, asha = a_learner("Ravi Iyer"), a_mentor("Asha Rao")
    booked = a_confirmed_booking(an_offering(asha, title="Loops", starts_at=soon), learner=ravi)
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    a_gift(booked)
    declined = a_request(an_offering(title="Algebra"))
    with unit_of_work() as work:
        bookings.reject(work, declined.booking_id, by=declined.mentor)
    a_held_booking(an_offering(title="Guitar 100%"))


def test_shows_all_or_those_that_are_wanted() -> None:
    a_life()

    assert titles() == ["Guitar 100% booking", "Algebra booking", "Loops gift", "Loops booking"]
    assert titles(where="paid") == ["Loops gift", "Loops booking"]
    assert titles(where="going_back") == ["Algebra booking"]
    assert titles(where="not_paid") == ["Guitar 100% booking"]
    assert titles(where="back") == []
    assert titles(kind="gift") == ["Loops gift"]
    assert titles(where="paid", kind="booking", search="ravi") == ["Loops booking"]
    assert titles(where="'; DROP", kind="no such kind") == titles()


def test_finds_them_by_what_people_know() -> None:
    a_life()
    with database.reading() as db:
        first = db.exec(select(Payment).order_by(col(Payment.id))).first()
    assert first is not None

    assert titles(search="iyer ASHA") == titles(search="rao") == ["Loops gift", "Loops booking"]
    for search in (first.razorpay_id or "", first.order_id or "", f"  {first.razorpay_id}  "):
        assert titles(search=search) == ["Loops booking"]
    receipt = listed(search=first.razorpay_id or "")[0].receipt
    assert titles(search=receipt.lower()) == ["Loops booking"]
    assert titles(search="100%") == titles(search="guitar") == ["Guitar 100% booking"]
    assert titles(search="%") == ["Guitar 100% booking"]
    assert titles(search="nobody") == titles(search="ravi nobody") == []


def test_gives_no_more_than_asked_for() -> None:
    a_life()

    assert [card.title for card in listed(most=2)] == ["Guitar 100%", "Algebra"]


def test_each_figure_stands_in_its_lines() -> None:
    a_completed_booking()

    [card] = listed()

    assert (card.total, card.mentor_share, card.site_share) == ("₹1,100", "₹900", "₹200")
    assert card.receipt.endswith("/000001")
    assert [(move.kind, [(e.account, e.amount) for e in move.entries]) for move in card.moves] == [
        ("capture", [("gateway_clearing", "-₹1,100"), ("booking_escrow", "₹1,100")]),
        (
            "release",
            [
                ("booking_escrow", "-₹1,100"),
                ("mentor_available", "₹900"),
                ("app_commission", "₹100"),
                ("app_service_fee", "₹100"),
            ],
        ),
    ]
