"""A person's own bookings: the past ones unless others are asked for, by words, a part at a time, nobody else's."""

from datetime import timedelta

import pytest
import time_machine

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import BookingFilter, Stage
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.makers import (
    Booked,
    a_completed_booking,
    a_confirmed_booking,
    a_held_booking,
    a_learner,
    a_mentor,
    a_request,
    an_offering,
    pay,
)

pytestmark = pytest.mark.usefixtures("database")


def titles(viewer: Viewer, stage: str = Stage.PAST, search: str = "", *, most: int = 100, after: int = 0) -> list[str]:
    """What they see."""
    with database.reading() as db:
        found = bookings.own_bookings(db, viewer, BookingFilter(stage, search), most=most, after=after)
        return [card.title for card in found]


def session(mentor: Viewer, title: str, *, days: int = 2) -> int:
    """One that begins in so many days."""
    return an_offering(mentor, title=title, starts_at=clock.now() + timedelta(days=days))


def reject(booked: Booked) -> None:
    """The mentor says no."""
    with unit_of_work() as work:
        bookings.reject(work, booked.booking_id, by=booked.mentor)


def one_of_each() -> tuple[Viewer, Viewer]:
    """A mentor and a learner with a booking in every state."""
    meera, ravi = a_mentor("Meera Iyer"), a_learner("Ravi Das")
    done = a_confirmed_booking(session(meera, "Done", days=1), learner=ravi)
    with unit_of_work() as work:
        bookings.complete(work, done.booking_id)
    reject(a_request(session(meera, "Declined", days=2), learner=ravi))
    off = a_confirmed_booking(session(meera, "Off", days=3), learner=ravi)
    with unit_of_work() as work:
        bookings.cancel_booking(work, off.booking_id, back=Money.rupees(1100), by=ravi)
    a_request(session(meera, "Asked", days=4), learner=ravi)
    a_confirmed_booking(session(meera, "Coming", days=5), learner=ravi)
    a_held_booking(session(meera, "Not paid", days=6), learner=ravi)
    a_completed_booking()  # of two others
    return meera, ravi


def test_shows_each_stage_to_both() -> None:
    for viewer in one_of_each():
        assert titles(viewer) == ["Done"]
        assert titles(viewer, "no such stage") == ["Done"]
        assert titles(viewer, Stage.COMPLETED) == ["Done"]
        assert titles(viewer, Stage.DECLINED) == ["Declined"]
        assert titles(viewer, Stage.CANCELLED) == ["Off"]
        assert titles(viewer, Stage.AHEAD) == ["Asked", "Coming"]  # the next one first
        assert titles(viewer, Stage.ALL) == ["Coming", "Asked", "Off", "Declined", "Done"]


def test_money_that_came_too_late_is_the_learners_alone_to_see() -> None:
    meera, ravi = a_mentor("Meera"), a_learner("Ravi")
    late = a_held_booking(session(meera, "Taken"), learner=ravi)
    with unit_of_work() as work:
        bookings.give_up(work, late.booking_id, by=ravi)
    a_request(late.offering_id)
    pay(late.booking_id)

    assert titles(ravi, Stage.CANCELLED) == titles(ravi, Stage.ALL) == ["Taken"]
    assert titles(meera, Stage.CANCELLED) == []
    assert titles(meera, Stage.ALL) == ["Taken"]  # the other one's request


def test_what_came_to_nothing_is_past_once_its_time_has_gone() -> None:
    people = one_of_each()

    with time_machine.travel(clock.now() + timedelta(days=30)):
        for viewer in people:
            assert titles(viewer) == ["Off", "Declined", "Done"]


def test_finds_by_the_title_and_by_the_other_one() -> None:
    meera, ravi = one_of_each()
    tara = a_learner("Tara 100%")
    a_request(session(meera, "Loops", days=7), learner=tara)

    assert titles(meera, Stage.AHEAD, "tara loops") == titles(meera, Stage.AHEAD, "%") == ["Loops"]
    assert titles(meera, Stage.AHEAD, "RAVI") == ["Asked", "Coming"]
    assert titles(ravi, Stage.AHEAD, "meera com") == ["Coming"]
    assert titles(ravi, Stage.AHEAD, "loops") == titles(meera, Stage.AHEAD, "meera") == []
    assert titles(meera, Stage.AHEAD, "' OR 1=1 --") == []


def test_comes_a_part_at_a_time() -> None:
    meera, ravi = a_mentor("Meera"), a_learner("Ravi")
    for day in range(1, 6):
        a_confirmed_booking(session(meera, f"Day {day}", days=day), learner=ravi)

    assert titles(ravi, Stage.AHEAD, most=2) == ["Day 1", "Day 2"]
    assert titles(ravi, Stage.AHEAD, most=2, after=4) == ["Day 5"]
    assert titles(ravi, Stage.AHEAD, most=2, after=5) == []
