"""The relay's pass: for the two people of a room while it may be joined, for nobody else and at no other time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlmodel import update

from peerlearn.domain import bookings, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.rooms import relay
from peerlearn.kit import clock, turn
from peerlearn.kit.database import reading
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import Settings, load
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, an_admin, an_offering

pytestmark = pytest.mark.usefixtures("database", "relay_of_ours")

SECRET = "a-secret-that-the-relay-knows-too"
URL = "turn:turn.example.org:3478?transport=udp"
LESSON, BEFORE = timedelta(minutes=30), timedelta(minutes=10)


@pytest.fixture
def relay_of_ours(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a site with a relay."""
    environment = {"TURN_URLS": URL, "TURN_SECRET": SECRET, "TURN_TTL": "1800"}
    settings = load(lambda name, default: environment.get(name, default))
    monkeypatch.setattr(relay, "settings", settings)
    return settings


@pytest.fixture
def starts_at() -> datetime:
    return clock.now().replace(microsecond=0) + timedelta(days=1)


@pytest.fixture
def booked(database: str, starts_at: datetime) -> Booked:
    """A confirmed half hour, tomorrow."""
    return a_confirmed_booking(an_offering(starts_at=starts_at, duration_minutes=30))


def given(booked: Booked, by: Viewer, at: datetime) -> rooms.RelayPass | None:
    with time_machine.travel(at, tick=False), reading() as db:
        return rooms.relay_pass(db, booked.room_id, by=by)


def test_gives_each_of_the_two_a_pass_of_their_own(booked: Booked, starts_at: datetime) -> None:
    mentors, learners = (given(booked, person, starts_at) for person in (booked.mentor, booked.learner))

    assert mentors and learners
    ends = int((starts_at + timedelta(minutes=30)).timestamp())
    assert mentors.username == f"{ends}:{booked.booking_id}-{booked.mentor.user_id}"
    assert learners.username == f"{ends}:{booked.booking_id}-{booked.learner.user_id}"
    for each in (mentors, learners):
        assert (each.urls, each.good_for) == ((URL,), timedelta(minutes=30))
        assert each.credential == turn.password_of(each.username, secret=SECRET)
        assert each.credential not in repr(each)


@pytest.mark.parametrize("stranger", [a_mentor, a_learner, an_admin])
def test_gives_others_none(booked: Booked, starts_at: datetime, stranger: Callable[..., Viewer]) -> None:
    with pytest.raises(rooms.NotYourRoom):
        given(booked, stranger("Ivan"), starts_at)


def test_another_room_has_another_name(booked: Booked, starts_at: datetime) -> None:
    later = an_offering(booked.mentor, starts_at=starts_at + timedelta(minutes=30), duration_minutes=30)
    next_one = a_confirmed_booking(later, learner=booked.learner)
    at = starts_at + timedelta(minutes=25)

    first, second = given(booked, booked.learner, at), given(next_one, booked.learner, at)

    assert first and second and first.username != second.username


@pytest.mark.parametrize(
    ("after_start", "is_given"),
    [
        (-BEFORE - timedelta(seconds=1), False),
        (-BEFORE, True),
        (LESSON, True),
        (LESSON + relay.RELAYED_AFTER_THE_END - timedelta(seconds=1), True),
        (LESSON + relay.RELAYED_AFTER_THE_END, False),
    ],
)
def test_gives_it_only_while_the_room_may_be_joined(
    booked: Booked, starts_at: datetime, after_start: timedelta, is_given: bool
) -> None:
    assert (given(booked, booked.learner, starts_at + after_start) is not None) is is_given


def test_no_pass_outlives_the_time_of_its_room(booked: Booked, starts_at: datetime) -> None:
    over = starts_at + LESSON + relay.RELAYED_AFTER_THE_END

    late = given(booked, booked.learner, over - timedelta(minutes=1))

    assert late is not None
    assert late.good_for == timedelta(minutes=1)


def test_gives_none_for_a_session_that_has_ended(booked: Booked, starts_at: datetime) -> None:
    with time_machine.travel(starts_at, tick=False), unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    with time_machine.travel(starts_at + timedelta(minutes=5), tick=False), unit_of_work() as work:
        assert rooms.end(work, booked.room_id, by=booked.mentor)

    assert given(booked, booked.mentor, starts_at + timedelta(minutes=6)) is None


def test_gives_none_for_a_booking_that_was_cancelled(booked: Booked, starts_at: datetime) -> None:
    cancelled = bookings.BookingStatus.CANCELLED
    with unit_of_work() as work:
        work.db.exec(update(Booking).where(Booking.id == booked.booking_id).values(status=cancelled))

    assert given(booked, booked.learner, starts_at) is None


def test_gives_none_where_there_is_no_relay(
    booked: Booked, starts_at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "settings", load(lambda name, default: default))

    assert given(booked, booked.learner, starts_at) is None
