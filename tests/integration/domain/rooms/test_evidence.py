"""A lesson's timeline on a real database: what the server saw, what browsers say, and where that ends."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine

from peerlearn.domain import rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.rooms import Deed, Fault, Outcome, Seat, evidence
from peerlearn.domain.rooms.live_room import SILENCE
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.work import Work, unit_of_work
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, an_offering

pytestmark = pytest.mark.usefixtures("database")

A_MINUTE = rooms.Minute(heard_seconds=60, seen_seconds=30, round_trip_ms=40, lost_percent=1)


@pytest.fixture
def starts_at() -> datetime:
    return clock.now().replace(second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def booked(database: str, starts_at: datetime) -> Booked:
    """A confirmed half hour, tomorrow."""
    return a_confirmed_booking(an_offering(starts_at=starts_at, duration_minutes=30))


def do(at: datetime, deed: Callable[[Work], object]) -> None:
    with time_machine.travel(at, tick=False), unit_of_work() as work:
        deed(work)


def both_enter(booked: Booked, at: datetime) -> None:
    do(at, lambda work: rooms.enter(work, booked.room_id, "m", by=booked.mentor))
    do(at, lambda work: rooms.enter(work, booked.room_id, "l", by=booked.learner))


def key(booked: Booked) -> int:
    with reading() as db:
        return rooms.place_for(db, booked.room_id, by=booked.mentor).room_key


def seen(booked: Booked) -> list[tuple[Deed, Seat | None]]:
    with reading() as db:
        return [(moment.deed, moment.seat) for moment in rooms.moments_of(db, key(booked))]


def outages(booked: Booked) -> list[rooms.Outage]:
    with reading() as db:
        return rooms.outages_of(db, key(booked))


def judged(booked: Booked, at: datetime) -> rooms.Judgement:
    with time_machine.travel(at, tick=False), reading() as db:
        return rooms.judgement_of(db, booked.booking_id)


def test_writes_down_who_came_who_went_and_how(booked: Booked, starts_at: datetime) -> None:
    both_enter(booked, starts_at)
    do(starts_at, lambda work: rooms.enter(work, booked.room_id, "l2", by=booked.learner))  # another tab: no news
    starts_at += timedelta(seconds=5)
    do(starts_at, lambda work: rooms.leave(work, booked.room_id, "l2", by=booked.learner, why=Deed.GONE))
    do(starts_at, lambda work: rooms.enter(work, booked.room_id, "l3", by=booked.learner))
    do(starts_at, lambda work: rooms.end(work, booked.room_id, by=booked.learner))
    do(starts_at, lambda work: rooms.end(work, booked.room_id, by=booked.mentor))

    mentor, learner = Seat.MENTOR, Seat.LEARNER
    assert seen(booked) == [
        (Deed.JOINED, mentor),
        (Deed.JOINED, learner),
        (Deed.GONE, learner),
        (Deed.JOINED, learner),
        (Deed.LEFT, learner),
        (Deed.ENDED, None),
    ]


def test_who_fell_silent_was_gone_from_their_last_sign_of_life(booked: Booked, starts_at: datetime) -> None:
    both_enter(booked, starts_at)
    later = starts_at + SILENCE + timedelta(seconds=5)
    do(later, lambda work: rooms.beat(work, booked.room_id, "m", by=booked.mentor))
    do(later, rooms.sweep)

    with reading() as db:
        last = rooms.moments_of(db, key(booked))[-1]
    assert (last.deed, last.seat, last.at) == (Deed.GONE, Seat.LEARNER, starts_at)


def test_the_clock_ends_the_session_though_no_browser_says_so(booked: Booked, starts_at: datetime) -> None:
    both_enter(booked, starts_at)
    half_hour = starts_at + timedelta(minutes=30)
    for minute in range(30):
        for who, tab in ((booked.mentor, "m"), (booked.learner, "l")):
            at = starts_at + timedelta(minutes=minute, seconds=59)
            do(at, lambda work, who=who, tab=tab: rooms.beat(work, booked.room_id, tab, by=who))
    do(half_hour - timedelta(seconds=1), rooms.sweep)
    assert seen(booked)[-1] != (Deed.ENDED, None)

    do(half_hour, rooms.sweep)

    assert seen(booked)[-1] == (Deed.ENDED, None)
    said = judged(booked, half_hour)
    assert (said.outcome, said.together) == (Outcome.ATTENDED, timedelta(minutes=30))


def test_who_never_came_is_missed_after_ten_minutes(booked: Booked, starts_at: datetime) -> None:
    do(starts_at, lambda work: rooms.enter(work, booked.room_id, "m", by=booked.mentor))

    assert judged(booked, starts_at + timedelta(minutes=9)).outcome is Outcome.OPEN
    said = judged(booked, starts_at + timedelta(minutes=10))
    assert (said.outcome, said.absent) == (Outcome.NO_SHOW, (Seat.LEARNER,))


def test_an_outage_is_no_longer_than_its_seat_was_taken(booked: Booked, starts_at: datetime) -> None:
    both_enter(booked, starts_at)
    at = starts_at + timedelta(minutes=2)
    for seconds in (30, 10**9, 0, -5):
        do(at, lambda work, seconds=seconds: say_down(work, booked, seconds, booked.learner))

    lasted = [one.ended_at - one.began_at for one in outages(booked)]
    assert sorted(lasted) == [timedelta(seconds=30), timedelta(minutes=2)]
    assert {(one.seat, one.fault) for one in outages(booked)} == {(Seat.LEARNER, Fault.THEIRS)}


def test_who_is_not_in_the_room_tells_nothing(booked: Booked, starts_at: datetime) -> None:
    do(starts_at, lambda work: rooms.enter(work, booked.room_id, "m", by=booked.mentor))

    do(starts_at, lambda work: say_down(work, booked, 30, booked.learner))
    do(starts_at, lambda work: rooms.report_minute(work, booked.room_id, A_MINUTE, by=booked.learner))

    assert outages(booked) == []
    assert heard(booked) == {}


@pytest.mark.parametrize("stranger", [a_mentor, a_learner])
def test_strangers_testify_nothing(booked: Booked, starts_at: datetime, stranger: Callable[..., Viewer]) -> None:
    intruder = stranger("Ivan")
    for deed in (
        lambda work: say_down(work, booked, 30, intruder),
        lambda work: rooms.report_minute(work, booked.room_id, A_MINUTE, by=intruder),
    ):
        with pytest.raises(rooms.NotYourRoom):
            do(starts_at, deed)


def test_a_minute_of_a_seat_is_told_once_and_within_its_bounds(booked: Booked, starts_at: datetime) -> None:
    both_enter(booked, starts_at)
    liar = rooms.Minute(heard_seconds=10**9, seen_seconds=-3, round_trip_ms=10**9, lost_percent=10**9)
    do(starts_at, lambda work: rooms.report_minute(work, booked.room_id, liar, by=booked.learner))
    for _ in range(3):
        do(starts_at, lambda work: rooms.report_minute(work, booked.room_id, A_MINUTE, by=booked.mentor))
    next_minute = starts_at + timedelta(minutes=1)
    do(next_minute, lambda work: rooms.report_minute(work, booked.room_id, A_MINUTE, by=booked.mentor))

    assert heard(booked) == {Seat.LEARNER: (1, 0), Seat.MENTOR: (2, 1)}


def test_reports_without_end_are_not_kept(booked: Booked, starts_at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MOST_OUTAGES", "MOST_MINUTES", "MOST_JOINS"):
        monkeypatch.setattr(evidence, limit, 3)
    both_enter(booked, starts_at)
    for minute in range(8):
        at = starts_at + timedelta(minutes=minute)
        do(at, lambda work: say_down(work, booked, 1, booked.learner))
        do(at, lambda work: rooms.report_minute(work, booked.room_id, A_MINUTE, by=booked.learner))
        do(at, lambda work: rooms.leave(work, booked.room_id, "l", by=booked.learner))
        do(at, lambda work: rooms.enter(work, booked.room_id, "l", by=booked.learner))

    assert len(outages(booked)) == 3
    assert heard(booked)[Seat.LEARNER][0] == 3
    assert seen(booked).count((Deed.JOINED, Seat.LEARNER)) == 3


def say_down(work: Work, booked: Booked, seconds: int, by: Viewer) -> None:
    rooms.report_outage(work, booked.room_id, Fault.THEIRS, seconds, by=by)


def heard(booked: Booked) -> dict[Seat, tuple[int, int]]:
    with reading() as db:
        return rooms.media_minutes(db, key(booked))
