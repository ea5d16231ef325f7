"""The mentor's answer: yes once, no once, only the mentor's, and none means no."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from peerlearn.domain import bookings, payments, reactions, rooms
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments.tables import Refund
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import install_reactions, unit_of_work
from tests.integration.domain.bookings.living import at, do_due, payment_of, status_of, story_of
from tests.makers import (
    Booked,
    a_confirmed_booking,
    a_held_booking,
    a_learner,
    a_mentor,
    a_request,
    an_admin,
    an_offering,
)
from tests.snapshot import whole_database

pytestmark = pytest.mark.usefixtures("database")

ANSWERS = pytest.mark.parametrize("answer", [bookings.accept, bookings.reject])


def accept(booked: Booked) -> None:
    with unit_of_work() as work:
        bookings.accept(work, booked.booking_id, by=booked.mentor)


def reject(booked: Booked) -> None:
    with unit_of_work() as work:
        bookings.reject(work, booked.booking_id, by=booked.mentor)


def test_yes_confirms_and_opens_a_room() -> None:
    booked = a_request()

    with unit_of_work() as work:
        bookings.accept(work, booked.booking_id, by=booked.mentor)
        answered_at = work.now

    with database.reading() as db:
        booking = db.get_one(Booking, booked.booking_id)
        assert list(rooms.addresses_for(db, [booked.booking_id])) == [booked.booking_id]
    assert (booking.status, booking.answered_at) == ("confirmed", answered_at)
    assert story_of(booked.booking_id)[-1] == ("booking.accept", booked.mentor.user_id)
    assert {f"account:{person.user_id}" for person in (booked.mentor, booked.learner)} <= set(work.changed)


def test_no_sends_everything_back_and_frees_the_session() -> None:
    booked = a_request(an_offering(price=Money.rupees(1000)))

    with unit_of_work() as work:
        bookings.reject(work, booked.booking_id, by=booked.mentor)

    assert (status_of(booked.booking_id), payment_of(booked.booking_id).status) == ("rejected", "refunding")
    assert story_of(booked.booking_id)[-1] == ("booking.reject", booked.mentor.user_id)
    assert {"offerings", f"account:{booked.learner.user_id}"} <= set(work.changed)
    with database.reading() as db:
        [refund] = db.exec(select(Refund)).all()
        assert [card.offering_id for card in bookings.bookable_offerings(db)] == [booked.offering_id]
        assert payments.books(db).balance_sum == Money(0)
    assert refund.amount_paise == 110_000
    assert status_of(a_request(booked.offering_id).booking_id) == "pending"


@ANSWERS
def test_is_the_same_answer_when_it_is_given_twice(answer: Callable[..., None]) -> None:
    booked = a_request()
    with unit_of_work() as work:
        answer(work, booked.booking_id, by=booked.mentor)
    before = whole_database()

    with unit_of_work() as work:
        answer(work, booked.booking_id, by=booked.mentor)

    assert whole_database() == before


@pytest.mark.parametrize(("first", "then"), [(accept, reject), (reject, accept)])
def test_refuses_the_other_answer_afterwards(first: Callable[[Booked], None], then: Callable[[Booked], None]) -> None:
    booked = a_request()
    first(booked)
    before = whole_database()

    with pytest.raises(bookings.NotWaiting):
        then(booked)
    assert whole_database() == before


@ANSWERS
def test_refuses_to_answer_what_was_not_paid(answer: Callable[..., None]) -> None:
    booked = a_held_booking()
    before = whole_database()

    with pytest.raises(Refusal), unit_of_work() as work:
        answer(work, booked.booking_id, by=booked.mentor)
    assert whole_database() == before


@ANSWERS
def test_belongs_to_the_sessions_mentor_alone(answer: Callable[..., None]) -> None:
    booked = a_request()
    people = [booked.learner, a_learner(), a_mentor(), an_admin()]
    before = whole_database()

    for person in people:
        for booking_id in (booked.booking_id, 10**9, 0):
            with pytest.raises(bookings.NotYourBooking), unit_of_work() as work:
                answer(work, booking_id, by=person)
    assert whole_database() == before


def test_says_that_a_session_is_booked_when_an_old_page_accepts() -> None:
    old = a_request()
    reject(old)
    new = a_confirmed_booking(old.offering_id)
    before = whole_database()

    with pytest.raises(bookings.SessionBooked, match="Session already booked"):
        accept(old)
    assert whole_database() == before
    assert status_of(new.booking_id) == "confirmed"


def test_refuses_two_confirmed_sessions_at_one_time() -> None:
    mentor, starts_at = a_mentor(), clock.now() + timedelta(days=2)
    first = a_request(an_offering(mentor, starts_at=starts_at))
    second = a_request(an_offering(mentor, starts_at=starts_at + timedelta(minutes=30)))
    accept(first)

    with pytest.raises(bookings.MentorBusyThen):
        accept(second)
    assert status_of(second.booking_id) == "pending"


def test_no_answer_by_the_start_is_a_no() -> None:
    starts_at = clock.now() + timedelta(minutes=5)
    booked = a_request(an_offering(starts_at=starts_at))

    with at(starts_at):
        with pytest.raises(bookings.TooLateToAccept):
            accept(booked)
        do_due("mail_receipt", "cancel_unanswered")

        assert (status_of(booked.booking_id), payment_of(booked.booking_id).status) == ("cancelled", "refunding")
        with database.reading() as db:
            assert bookings.requests_for(db, booked.mentor.user_id) == []
            [card] = bookings.upcoming_for(db, booked.learner)
            assert (card.booking_id, card.status) == (booked.booking_id, "cancelled")
    assert story_of(booked.booking_id)[-1] == ("booking.cancel.unanswered", None)


def test_a_yes_in_time_stands() -> None:
    starts_at = clock.now() + timedelta(minutes=5)
    booked = a_request(an_offering(starts_at=starts_at))
    accept(booked)

    with at(starts_at):
        do_due("mail_receipt", "cancel_unanswered")

    assert status_of(booked.booking_id) == "confirmed"


def test_completing_pays_the_mentor_once() -> None:
    booked = a_confirmed_booking(an_offering(price=Money.rupees(1000)))

    for _ in range(2):
        with unit_of_work() as work:
            bookings.complete(work, booked.booking_id)

    with database.reading() as db:
        assert db.get_one(Offering, booked.offering_id).status == "completed"
        earnings = payments.earnings_of(db, booked.mentor.user_id)
        assert bookings.upcoming_for(db, booked.mentor) == bookings.upcoming_for(db, booked.learner) == []
    assert status_of(booked.booking_id) == "completed"
    assert (earnings.available, earnings.held) == (Money.rupees(900), Money(0))
    assert [deed for deed, _ in story_of(booked.booking_id)].count("booking.complete") == 1


def test_what_was_never_confirmed_cannot_be_completed() -> None:
    booked = a_request()
    before = whole_database()

    with pytest.raises(ValueError, match="cannot go from pending to completed"), unit_of_work() as work:
        bookings.complete(work, booked.booking_id)
    assert whole_database() == before


def test_a_room_that_cannot_be_opened_takes_the_yes_back() -> None:
    booked = a_request()
    before = whole_database()

    def fail(work: object, event: object) -> None:
        raise RuntimeError("no room today")

    opens_a_room = reactions.TOGETHER[bookings.BookingConfirmed]
    install_reactions({**reactions.TOGETHER, bookings.BookingConfirmed: [*opens_a_room, fail]})
    try:
        with pytest.raises(RuntimeError):
            accept(booked)
    finally:
        install_reactions(reactions.TOGETHER)

    assert whole_database() == before
    accept(booked)
    with database.reading() as db:
        assert len(db.exec(select(Room)).all()) == 1
