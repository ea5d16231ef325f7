"""Chats on a real database: each line once and in order, for the two alone, also after the lesson."""

from datetime import timedelta

import pytest

from peerlearn.domain import chats, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.chats.queries import LINES_AT_ONCE
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.work import unit_of_work
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, an_offering


@pytest.fixture
def booked(database: str) -> Booked:
    """A confirmed session that starts in five minutes."""
    return a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))


def newest(booked: Booked, by: Viewer) -> tuple[chats.ChatLine, ...]:
    with reading() as db:
        return chats.newest_lines(db, booked.room_id, by=by)


def before(booked: Booked, n: int) -> tuple[chats.ChatLine, ...]:
    with reading() as db:
        return chats.lines_before(db, booked.room_id, n, by=booked.learner)


def end(booked: Booked) -> None:
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
        rooms.end(work, booked.room_id, by=booked.mentor)


def test_keeps_a_line_once_however_often_it_is_sent(booked: Booked) -> None:
    with unit_of_work() as work:
        for _ in range(3):
            chats.say(work, booked.room_id, "line-1", " Hello ", by=booked.learner)
        chats.say(work, booked.room_id, "line-1", "the same name, another person", by=booked.mentor)
        chats.say(work, booked.room_id, "line-2", "   ", by=booked.mentor)
    lines = newest(booked, booked.mentor)
    assert [(line.text, line.mine) for line in lines] == [("Hello", False), ("the same name, another person", True)]
    assert [line.author for line in lines] == [booked.learner.name, booked.mentor.name]


def test_refuses_a_line_over_the_limit_and_after_the_end(booked: Booked) -> None:
    with pytest.raises(chats.LineTooLong), unit_of_work() as work:
        chats.say(work, booked.room_id, "1", "x" * 2001, by=booked.learner)
    end(booked)
    with pytest.raises(rooms.RoomClosed), unit_of_work() as work:
        chats.say(work, booked.room_id, "2", "too late", by=booked.learner)


def test_a_line_that_was_kept_before_the_end_may_be_sent_once_more(booked: Booked) -> None:
    with unit_of_work() as work:
        chats.say(work, booked.room_id, "1", "just in time", by=booked.learner)
    end(booked)
    with unit_of_work() as work:  # its answer was lost on the way
        chats.say(work, booked.room_id, "1", "just in time", by=booked.learner)
    assert [line.text for line in newest(booked, booked.learner)] == ["just in time"]


@pytest.mark.parametrize("stranger", [a_mentor, a_learner])
def test_lets_nobody_else_read_or_write(booked: Booked, stranger) -> None:
    intruder = stranger("Ivan")
    with unit_of_work() as work:
        chats.say(work, booked.room_id, "1", "between us", by=booked.learner)
    with pytest.raises(rooms.NotYourRoom), unit_of_work() as work:
        chats.say(work, booked.room_id, "2", "hello", by=intruder)
    with pytest.raises(rooms.NotYourRoom):
        newest(booked, intruder)
    with pytest.raises(rooms.NotYourRoom), reading() as db:
        chats.lines_before(db, booked.room_id, 2, by=intruder)
    assert len(newest(booked, booked.mentor)) == 1


def test_a_long_chat_is_read_in_parts_without_holes(booked: Booked) -> None:
    another = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(hours=3)))
    said = 2 * LINES_AT_ONCE + 30
    with unit_of_work() as work:
        for n in range(1, said + 1):
            chats.say(work, booked.room_id, f"line-{n}", f"line {n}", by=booked.mentor if n % 3 else booked.learner)
            chats.say(work, another.room_id, f"line-{n}", "elsewhere", by=another.mentor)

    parts = [newest(booked, booked.learner)]
    while parts[0] and parts[0][0].n > 1:
        parts.insert(0, before(booked, parts[0][0].n))

    assert [len(part) for part in parts] == [30, LINES_AT_ONCE, LINES_AT_ONCE]
    lines = [line for part in parts for line in part]
    assert [line.n for line in lines] == list(range(1, said + 1))
    assert [line.text for line in lines] == [f"line {n}" for n in range(1, said + 1)]
    assert before(booked, 1) == ()


def test_stays_readable_for_both_after_the_lesson(booked: Booked) -> None:
    with unit_of_work() as work:
        chats.say(work, booked.room_id, "1", "see page 12", by=booked.mentor)
    end(booked)
    for person in (booked.mentor, booked.learner):
        assert [line.text for line in newest(booked, person)] == ["see page 12"]
