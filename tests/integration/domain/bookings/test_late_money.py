"""Money that comes after its hold: it still buys the session if that is free, and goes back if it is not."""

from datetime import timedelta

import pytest

from peerlearn.domain import bookings, payments
from peerlearn.domain.bookings import HOLD_FOR, BookingStatus
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.payments import PaymentCaptured
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import at, payment_of, status_of, story_of
from tests.makers import (
    Booked,
    a_confirmed_booking,
    a_held_booking,
    a_learner,
    a_request,
    an_offering,
    pay,
)
from tests.snapshot import whole_database

pytestmark = pytest.mark.usefixtures("database")


def give_up(booked: Booked) -> None:
    with unit_of_work() as work:
        bookings.give_up(work, booked.booking_id, by=booked.learner)


def is_on_its_way_back(booked: Booked) -> bool:
    """Whether booking, money, ledger and the learner's page agree that all of it goes back."""
    with database.reading() as db:
        cards = {card.booking_id: card.status for card in bookings.upcoming_for(db, booked.learner)}
        balance = payments.books(db).balance_sum
    assert balance == Money(0)
    told = cards.get(booked.booking_id) == "cancelled"
    return told and status_of(booked.booking_id) == "cancelled" and payment_of(booked.booking_id).status == "refunding"


def test_asks_the_mentor_when_the_money_comes_in_time() -> None:
    booked = a_held_booking()

    pay(booked.booking_id)

    assert status_of(booked.booking_id) == "pending"
    assert [deed for deed, _ in story_of(booked.booking_id)] == ["booking.hold", "booking.request"]
    with database.reading() as db:
        [request] = bookings.requests_for(db, booked.mentor.user_id)
    assert (request.booking_id, request.learner_name) == (booked.booking_id, booked.learner.name)


@pytest.mark.parametrize("given_up", [True, False])
def test_still_buys_a_session_that_nobody_else_took(given_up: bool) -> None:
    booked = a_held_booking()
    if given_up:
        give_up(booked)

    with at(HOLD_FOR + timedelta(minutes=1)):
        pay(booked.booking_id)

    assert status_of(booked.booking_id) == "pending"
    with database.reading() as db:
        assert bookings.bookable_offerings(db) == []


@pytest.mark.parametrize("others", [a_held_booking, a_request, a_confirmed_booking])
def test_goes_back_when_somebody_else_has_the_session(others) -> None:
    late = a_held_booking()
    give_up(late)
    other = others(late.offering_id)
    before = status_of(other.booking_id)

    pay(late.booking_id)

    assert is_on_its_way_back(late)
    assert status_of(other.booking_id) == before


def test_takes_the_place_of_a_hold_that_has_run_out() -> None:
    late = a_held_booking()
    give_up(late)
    other = a_held_booking(late.offering_id)

    with at(HOLD_FOR):
        pay(late.booking_id)
        assert (status_of(late.booking_id), status_of(other.booking_id)) == ("pending", "expired")
        pay(other.booking_id)

    assert is_on_its_way_back(other)
    assert status_of(late.booking_id) == "pending"


def test_takes_the_place_of_the_same_learners_second_try() -> None:
    first = a_held_booking()
    give_up(first)
    second = a_held_booking(first.offering_id, learner=first.learner)

    pay(first.booking_id)
    assert (status_of(first.booking_id), status_of(second.booking_id)) == ("pending", "expired")
    pay(second.booking_id)

    assert is_on_its_way_back(second)
    assert status_of(first.booking_id) == "pending"


def test_goes_back_when_the_session_has_begun() -> None:
    starts_at = clock.now() + timedelta(minutes=5)
    booked = a_held_booking(an_offering(starts_at=starts_at))

    with at(starts_at):
        pay(booked.booking_id)
        assert is_on_its_way_back(booked)


def test_goes_back_when_the_session_is_off() -> None:
    booked = a_held_booking()
    with unit_of_work() as work:
        work.db.get_one(Offering, booked.offering_id).status = OfferingStatus.CANCELLED

    pay(booked.booking_id)

    assert is_on_its_way_back(booked)


def test_goes_back_when_the_learner_is_busy_by_now() -> None:
    starts_at, learner = clock.now() + timedelta(days=2), a_learner()
    late = a_held_booking(an_offering(starts_at=starts_at), learner=learner)
    give_up(late)
    other = a_request(an_offering(starts_at=starts_at + timedelta(minutes=30)), learner=learner)

    pay(late.booking_id)

    assert is_on_its_way_back(late)
    assert status_of(other.booking_id) == "pending"


def test_goes_back_when_the_booking_was_cancelled_before_it_came() -> None:
    booked = a_held_booking()
    with unit_of_work() as work:
        work.db.get_one(Booking, booked.booking_id).status = BookingStatus.CANCELLED

    pay(booked.booking_id)

    assert is_on_its_way_back(booked)


def test_changes_nothing_when_it_is_told_again() -> None:
    asked, confirmed, late = a_request(), a_confirmed_booking(), a_held_booking()
    give_up(late)
    a_request(late.offering_id)
    pay(late.booking_id)
    before = whole_database()

    for booked in (asked, confirmed, late):
        payment_id = payment_of(booked.booking_id).id or 0
        people = {"learner_id": booked.learner.user_id, "mentor_id": booked.mentor.user_id}
        with unit_of_work() as work:
            bookings.take_payment(work, PaymentCaptured(payment_id, booked.booking_id, **people))

    assert whole_database() == before
