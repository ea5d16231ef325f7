"""Rooms on a real database: who may enter, what is kept, and what the end brings about."""

from datetime import datetime, timedelta

import pytest
import time_machine

from peerlearn.domain import bookings, payments, rooms
from peerlearn.domain.rooms.live_room import SILENCE
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, a_request, an_offering

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def starts_at() -> datetime:
    return clock.now() + timedelta(minutes=5)


@pytest.fixture
def booked(database: str, starts_at: datetime) -> Booked:
    """A confirmed half hour that starts in five minutes."""
    return a_confirmed_booking(an_offering(starts_at=starts_at, duration_minutes=30))


def seen(booked: Booked, by) -> rooms.RoomView:
    with reading() as db:
        return rooms.view_for(db, booked.room_id, by=by)


def both_enter(booked: Booked) -> None:
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)


def test_has_no_room_before_the_mentor_accepts() -> None:
    request = a_request()
    with reading() as db:
        assert rooms.addresses_for(db, [request.booking_id]) == {}


def test_confirmed_bookings_have_unguessable_rooms_of_their_own(booked: Booked) -> None:
    another = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(hours=5)))
    assert len(booked.room_id) == 32
    assert booked.room_id != another.room_id


@pytest.mark.parametrize("stranger", [a_mentor, a_learner])
def test_lets_nobody_else_see_enter_or_end(booked: Booked, stranger) -> None:
    intruder, before = stranger("Ivan"), seen(booked, booked.mentor)
    with pytest.raises(rooms.NotYourRoom):
        seen(booked, intruder)
    for deed in (
        lambda work: rooms.enter(work, booked.room_id, "x", by=intruder),
        lambda work: rooms.beat(work, booked.room_id, "x", by=intruder),
        lambda work: rooms.leave(work, booked.room_id, "x", by=intruder),
        lambda work: rooms.end(work, booked.room_id, by=intruder),
    ):
        with pytest.raises(rooms.NotYourRoom), unit_of_work() as work:
            deed(work)
    assert seen(booked, booked.mentor) == before


def test_opens_ten_minutes_before_the_start(starts_at: datetime) -> None:
    early = a_confirmed_booking(an_offering(starts_at=starts_at + timedelta(minutes=20)))
    with pytest.raises(rooms.NotOpenYet), unit_of_work() as work:
        rooms.enter(work, early.room_id, "m", by=early.mentor)
    with time_machine.travel(starts_at + timedelta(minutes=11)), unit_of_work() as work:
        rooms.enter(work, early.room_id, "m", by=early.mentor)


def test_the_seats_and_the_clock_survive_in_the_database(booked: Booked) -> None:
    both_enter(booked)
    view = seen(booked, booked.learner)
    assert view.live.mentor is not None
    assert view.live.mentor.instance == "m"
    assert view.live.running_since is not None
    assert (view.my_name, view.their_name) == (booked.learner.name, booked.mentor.name)


def test_the_learners_end_only_leaves(booked: Booked) -> None:
    both_enter(booked)
    with unit_of_work() as work:
        assert rooms.end(work, booked.room_id, by=booked.learner) is False
    live = seen(booked, booked.mentor).live
    assert live.learner is None
    assert live.ended_at is None


def test_a_mentor_alone_cannot_complete_a_session(booked: Booked) -> None:
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        assert rooms.end(work, booked.room_id, by=booked.mentor) is False
    with reading() as db:
        assert payments.earnings_of(db, booked.mentor.user_id).available == Money(0)
        assert bookings.booking_for_room(db, booked.booking_id).status == "confirmed"


def test_the_mentors_end_completes_the_booking_and_releases_the_money_once(booked: Booked) -> None:
    both_enter(booked)
    for _ in range(2):
        with unit_of_work() as work:
            assert rooms.end(work, booked.room_id, by=booked.mentor) is True
    with reading() as db:
        earnings = payments.earnings_of(db, booked.mentor.user_id)
        assert (earnings.available, earnings.held) == (Money.rupees(900), Money(0))
        assert bookings.booking_for_room(db, booked.booking_id).status == "completed"
        assert rooms.addresses_for(db, [booked.booking_id]) == {}


def test_the_sweep_empties_silent_seats(booked: Booked) -> None:
    both_enter(booked)
    with time_machine.travel(clock.now() + SILENCE + timedelta(seconds=1)):
        with unit_of_work() as work:
            rooms.beat(work, booked.room_id, "m", by=booked.mentor)
        with unit_of_work() as work:
            rooms.sweep(work)
        live = seen(booked, booked.mentor).live
    assert live.learner is None
    assert live.mentor is not None
    assert live.running_since is None


def test_the_sweep_ends_a_session_whose_time_is_used_up(booked: Booked) -> None:
    both_enter(booked)
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        with unit_of_work() as work:
            for viewer, instance in ((booked.mentor, "m"), (booked.learner, "l")):
                rooms.beat(work, booked.room_id, instance, by=viewer)
        with unit_of_work() as work:
            rooms.sweep(work)
    live = seen(booked, booked.mentor).live
    assert live.ended_at is not None
    assert live.ran == timedelta(minutes=30)
    with reading() as db:
        assert payments.earnings_of(db, booked.mentor.user_id).available == Money.rupees(900)
