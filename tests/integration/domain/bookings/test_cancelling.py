"""Going back on a session: who may, until when, what it costs, and who hears of it."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain import bookings, payments, rooms
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import clock, database
from peerlearn.kit.jobs.tables import Job
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import at, payment_of, status_of, story_of
from tests.makers import (
    Booked,
    a_completed_booking,
    a_confirmed_booking,
    a_held_booking,
    a_learner,
    a_mentor,
    a_request,
    an_admin,
    an_offering,
    pay,
)
from tests.snapshot import whole_database

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(hours=24)


def cancel(booked: Booked, *, back: bool = True) -> None:
    with unit_of_work() as work:
        bookings.cancel_booking(work, booked.booking_id, back=back, by=booked.learner)


def call_off(booked: Booked) -> None:
    with unit_of_work() as work:
        bookings.call_off(work, booked.offering_id, by=booked.mentor)


def starting_in(notice: timedelta) -> Booked:
    return a_confirmed_booking(an_offering(starts_at=clock.now() + notice, price=Money.rupees(1000)))


def reason_of(booked: Booked) -> str:
    with database.reading() as db:
        return db.get_one(Booking, booked.booking_id).cancel_reason


def offered(booked: Booked) -> str:
    with database.reading() as db:
        return db.get_one(Offering, booked.offering_id).status


def told() -> set[tuple[int, str]]:
    with database.reading() as db:
        jobs = db.exec(select(Job.payload).where(col(Job.kind) == "mail_cancellation"))
        return {(payload["booking_id"], payload["role"]) for payload in jobs}


def test_a_learner_in_time_gets_everything_back_and_the_session_is_free_again() -> None:
    booked = starting_in(DAY + timedelta(minutes=1))

    cancel(booked)

    assert (status_of(booked.booking_id), reason_of(booked)) == ("cancelled", "learner")
    assert payment_of(booked.booking_id).status == "refunding"
    assert story_of(booked.booking_id)[-2:] == [
        ("booking.cancel.learner", booked.learner.user_id),
        ("room.call_off", None),
    ]
    assert told() == {(booked.booking_id, "learner"), (booked.booking_id, "mentor")}
    with database.reading() as db:
        assert [card.offering_id for card in bookings.bookable_offerings(db)] == [booked.offering_id]
        assert payments.books(db).balance_sum == Money(0)
        assert rooms.view_for(db, booked.room_id, by=booked.learner).live.ended_at is not None
    assert status_of(a_request(booked.offering_id).booking_id) == "pending"


def test_a_learner_who_is_late_has_paid_the_mentor() -> None:
    booked = starting_in(DAY - timedelta(minutes=1))

    cancel(booked, back=False)

    assert (status_of(booked.booking_id), reason_of(booked)) == ("cancelled", "learner_late")
    assert (payment_of(booked.booking_id).status, offered(booked)) == ("captured", "cancelled")
    with database.reading() as db:
        assert payments.earnings_of(db, booked.mentor.user_id).available == Money.rupees(900)
        assert payments.books(db).balance_sum == Money(0)


@pytest.mark.parametrize(("notice", "told_back"), [(DAY * 2, False), (timedelta(hours=2), True)])
def test_does_nothing_on_other_terms_than_were_shown(notice: timedelta, told_back: bool) -> None:
    booked = starting_in(notice)
    before = whole_database()

    with pytest.raises(bookings.TermsChanged):
        cancel(booked, back=told_back)
    assert whole_database() == before


def test_a_request_that_waits_is_free_to_cancel_until_the_start() -> None:
    booked = a_request(an_offering(starts_at=clock.now() + timedelta(minutes=5)))

    cancel(booked)

    assert payment_of(booked.booking_id).status == "refunding"
    assert offered(booked) == "active"


@pytest.mark.parametrize("notice", [DAY * 3, timedelta(minutes=1)])
def test_a_mentor_always_gives_everything_back(notice: timedelta) -> None:
    booked = starting_in(notice)

    call_off(booked)

    assert (status_of(booked.booking_id), reason_of(booked)) == ("cancelled", "mentor")
    assert (payment_of(booked.booking_id).status, offered(booked)) == ("refunding", "cancelled")
    assert story_of(booked.booking_id)[-2][1] == booked.mentor.user_id
    with database.reading() as db:
        assert bookings.bookable_offerings(db) == []


def test_money_for_a_session_that_was_called_off_goes_back() -> None:
    booked = a_held_booking()

    call_off(booked)
    assert status_of(booked.booking_id) == "expired"
    pay(booked.booking_id)

    assert (status_of(booked.booking_id), reason_of(booked)) == ("cancelled", "not_free")
    assert payment_of(booked.booking_id).status == "refunding"


def test_calls_off_what_nobody_booked() -> None:
    mentor = a_mentor()
    offering_id = an_offering(mentor)

    with unit_of_work() as work:
        bookings.call_off(work, offering_id, by=mentor)

    with database.reading() as db:
        assert db.get_one(Offering, offering_id).status == "cancelled"
    assert told() == set()


@pytest.mark.parametrize("deed", [cancel, call_off])
def test_is_one_deed_when_it_is_done_twice(deed) -> None:
    booked = starting_in(DAY * 2)
    deed(booked)
    before = whole_database()

    deed(booked)

    assert whole_database() == before


@pytest.mark.parametrize("deed", [cancel, call_off])
def test_is_too_late_once_the_session_has_begun(deed) -> None:
    booked = starting_in(timedelta(minutes=5))

    with at(timedelta(minutes=5)), pytest.raises(bookings.TooLateToCancel):
        deed(booked)
    assert status_of(booked.booking_id) == "confirmed"


def test_says_nothing_about_money_when_it_is_too_late_to_ask() -> None:
    booked, over = starting_in(timedelta(minutes=5)), a_completed_booking()

    with at(timedelta(minutes=5)), database.reading() as db:
        with pytest.raises(bookings.TooLateToCancel):
            bookings.terms_of(db, booked.booking_id, by=booked.learner)
        with pytest.raises(bookings.TooLateToCancel):
            bookings.call_off_terms(db, booked.offering_id, by=booked.mentor)
        with pytest.raises(bookings.NotCancellable):
            bookings.terms_of(db, over.booking_id, by=over.learner)
        with pytest.raises(bookings.NotCancellable):
            bookings.call_off_terms(db, over.offering_id, by=over.mentor)


def test_leaves_alone_what_took_place() -> None:
    booked = a_completed_booking()
    before = whole_database()

    for deed in (cancel, call_off):
        with pytest.raises(bookings.NotCancellable):
            deed(booked)
    assert whole_database() == before


def test_belongs_to_the_two_alone() -> None:
    booked = starting_in(DAY * 2)
    before = whole_database()

    for person in (booked.mentor, a_learner(), a_mentor(), an_admin()):
        for booking_id in (booked.booking_id, 10**9, 0):
            with pytest.raises(bookings.NotYourBooking), unit_of_work() as work:
                bookings.cancel_booking(work, booking_id, back=True, by=person)
            with pytest.raises(bookings.NotYourBooking), database.reading() as db:
                bookings.terms_of(db, booking_id, by=person)
    for person in (booked.learner, a_learner(), a_mentor(), an_admin()):
        with pytest.raises(bookings.NotYourBooking), unit_of_work() as work:
            bookings.call_off(work, booked.offering_id, by=person)
        with pytest.raises(bookings.NotYourBooking), database.reading() as db:
            bookings.call_off_terms(db, booked.offering_id, by=person)
    assert {table: rows for table, rows in whole_database().items() if table not in ("users", "mentor_standings")} == {
        table: rows for table, rows in before.items() if table not in ("users", "mentor_standings")
    }


def test_says_what_it_means_before_it_is_done() -> None:
    early, late = starting_in(DAY * 3), starting_in(timedelta(hours=3))

    with database.reading() as db:
        terms = bookings.terms_of(db, early.booking_id, by=early.learner)
        assert (terms.total, terms.goes_back) == ("₹1,100", True)
        assert not bookings.terms_of(db, late.booking_id, by=late.learner).goes_back
        theirs = bookings.call_off_terms(db, late.offering_id, by=late.mentor)
        assert (theirs.total, theirs.goes_back, theirs.other_name) == ("₹1,100", True, "Lalit")
