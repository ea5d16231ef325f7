"""Nobody comes, or nobody ends it: what the clock makes of a room, once, and what follows."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from peerlearn.domain import bookings, payments, rooms
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.jobs import queue, runner
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import at, payment_of, status_of
from tests.makers import Booked, a_confirmed_booking, an_offering

pytestmark = pytest.mark.usefixtures("database")

TEN, HALF_HOUR = timedelta(minutes=10), timedelta(minutes=30)


@pytest.fixture
def starts_at() -> datetime:
    return clock.now() + timedelta(minutes=5)


@pytest.fixture
def booked(database: str, starts_at: datetime) -> Booked:
    """A confirmed half hour that starts in five minutes."""
    return a_confirmed_booking(an_offering(starts_at=starts_at, duration_minutes=30))


def do_attendance() -> list[str]:
    """Do what is due of our kinds, whatever else is due; the kinds done."""
    done = []
    while (run := queue.claim()) is not None:
        if run.kind in ("settle_attendance", "close_forgotten_room"):
            runner.do(run)
            assert run.finished, run.kind
            done.append(run.kind)
    return done


def both_enter(booked: Booked) -> None:
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)


def both_leave(booked: Booked) -> None:
    with unit_of_work() as work:
        rooms.leave(work, booked.room_id, "m", by=booked.mentor)
        rooms.leave(work, booked.room_id, "l", by=booked.learner)


def reason_of(booked: Booked) -> str:
    with reading() as db:
        return rooms.view_for(db, booked.room_id, by=booked.learner).cancel_reason


def is_over(booked: Booked) -> bool:
    with reading() as db:
        return rooms.view_for(db, booked.room_id, by=booked.learner).live.ended_at is not None


def nobody(booked: Booked) -> None:
    """Both stay away."""


def mentor_alone(booked: Booked) -> None:
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)


def learner_alone(booked: Booked) -> None:
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "l", by=booked.learner)


@pytest.mark.parametrize(
    ("who", "reason"),
    [(nobody, "both_absent"), (mentor_alone, "learner_absent"), (learner_alone, "mentor_absent")],
)
def test_is_off_ten_minutes_after_the_start_when_somebody_is_missing(
    booked: Booked, starts_at: datetime, who: Callable[[Booked], None], reason: str
) -> None:
    with at(starts_at):
        who(booked)
    with at(starts_at + TEN - timedelta(seconds=1)):
        assert do_attendance() == []
        assert status_of(booked.booking_id) == "confirmed"
    with at(starts_at + TEN):
        assert do_attendance() == ["settle_attendance"]

        assert (status_of(booked.booking_id), reason_of(booked)) == ("cancelled", reason)
        assert payment_of(booked.booking_id).status == "refunding"
        assert is_over(booked)
        with reading() as db:
            assert bookings.upcoming_for(db, booked.mentor) == []
            assert payments.earnings_of(db, booked.mentor.user_id) == payments.Earnings(Money(0), Money(0))
        with pytest.raises(rooms.RoomClosed), unit_of_work() as work:
            rooms.enter(work, booked.room_id, "m2", by=booked.mentor)
    with at(starts_at + timedelta(hours=3)):
        assert do_attendance() == []


def test_goes_on_when_both_came_however_late_one_left(booked: Booked, starts_at: datetime) -> None:
    with at(starts_at + TEN - timedelta(seconds=30)):
        both_enter(booked)
    with at(starts_at + TEN):
        do_attendance()
        assert (status_of(booked.booking_id), is_over(booked)) == ("confirmed", False)


def test_ends_a_session_that_nobody_ended_half_an_hour_after_its_time(booked: Booked, starts_at: datetime) -> None:
    with at(starts_at):
        both_enter(booked)
    with at(starts_at + timedelta(minutes=20)):
        do_attendance()
        both_leave(booked)
    with at(starts_at + HALF_HOUR + timedelta(minutes=29)):
        assert do_attendance() == []
    with at(starts_at + HALF_HOUR + HALF_HOUR):
        assert do_attendance() == ["close_forgotten_room"]

        assert (status_of(booked.booking_id), is_over(booked)) == ("completed", True)
        with reading() as db:
            assert payments.earnings_of(db, booked.mentor.user_id).available == Money.rupees(900)


def test_leaves_alone_whoever_is_still_there(booked: Booked, starts_at: datetime) -> None:
    with at(starts_at + TEN):
        both_enter(booked)
        do_attendance()
    with at(starts_at + HALF_HOUR + HALF_HOUR):
        assert do_attendance() == ["close_forgotten_room"]
        assert not is_over(booked)
        both_leave(booked)
    with at(starts_at + HALF_HOUR * 3 + timedelta(minutes=1)):
        assert do_attendance() == ["close_forgotten_room"]
        assert status_of(booked.booking_id) == "completed"


def test_has_nothing_to_decide_once_the_mentor_has_ended_it(booked: Booked, starts_at: datetime) -> None:
    with at(starts_at):
        both_enter(booked)
    with at(starts_at + timedelta(minutes=8)), unit_of_work() as work:
        rooms.end(work, booked.room_id, by=booked.mentor)
    with at(starts_at + TEN):
        assert do_attendance() == ["settle_attendance"]
        assert status_of(booked.booking_id) == "completed"


def test_has_nothing_to_decide_once_it_was_cancelled(booked: Booked, starts_at: datetime) -> None:
    with unit_of_work() as work:
        bookings.call_off(work, booked.offering_id, fee=Money.rupees(1100), by=booked.mentor)
    with at(starts_at + TEN):
        assert do_attendance() == ["settle_attendance"]
        assert reason_of(booked) == "mentor_amends"
