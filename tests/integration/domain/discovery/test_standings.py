"""How mentors stand is always what adding everything up would give."""

import functools
import random
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from peerlearn.domain import bookings, social
from peerlearn.domain.discovery.tables import MentorStanding
from peerlearn.kit import clock, database
from peerlearn.kit.work import Work, unit_of_work
from tests.makers import a_completed_booking, a_confirmed_booking, a_mentor, an_offering
from tests.rush import all_at_once

pytestmark = pytest.mark.usefixtures("database")

ADDED_UP = """
SELECT s.mentor_id, COALESCE(SUM(r.stars), 0), COUNT(r.id), COUNT(b.id)
FROM sessions s JOIN bookings b ON b.session_id = s.id AND b.status = 'completed'
LEFT JOIN ratings r ON r.booking_id = b.id AND r.author_id = b.learner_id
GROUP BY s.mentor_id ORDER BY s.mentor_id
"""


def kept() -> list[tuple[int, int, int, int]]:
    with database.reading() as db:
        rows = db.exec(select(MentorStanding).order_by(MentorStanding.mentor_id))  # type: ignore[arg-type]
        return [(row.mentor_id, row.stars, row.ratings, row.given) for row in rows]


def added_up() -> list[tuple[int, ...]]:
    with database.reading() as db:
        return [tuple(row) for row in db.connection().execute(text(ADDED_UP))]


def test_is_what_adding_up_would_give() -> None:
    dice = random.Random(7)
    mentors = [a_mentor() for _ in range(4)]
    for _ in range(15):
        booked = a_completed_booking(dice.choice(mentors), stars=dice.choice([None, 1, 3, 4, 5, 5]))
        with unit_of_work() as work:
            bookings.complete(work, booked.booking_id)
            social.rate(work, booked.booking_id, dice.randint(1, 5), "", by=booked.mentor)
            social.rate(work, booked.booking_id, 1, "again", by=booked.mentor)
    a_mentor(), a_confirmed_booking()

    assert kept() == added_up()
    assert sum(given for *_, given in kept()) == 15


def test_counts_everybody_who_comes_at_once() -> None:
    mentor = a_mentor()
    tomorrow = clock.now() + timedelta(days=1)
    offerings = [an_offering(mentor, starts_at=tomorrow + timedelta(hours=2 * number)) for number in range(8)]
    booked = [a_confirmed_booking(offering) for offering in offerings]

    def finish(work: Work, number: int) -> None:
        bookings.complete(work, booked[number].booking_id)
        social.rate(work, booked[number].booking_id, 4, "", by=booked[number].learner)

    outcomes = all_at_once([functools.partial(finish, number=number) for number in range(len(booked))])

    assert outcomes == [None] * len(booked)
    assert kept() == added_up() == [(mentor.user_id, 32, 8, 8)]


@pytest.mark.parametrize("wrong", [{"stars": 11}, {"stars": 1}, {"ratings": 3, "stars": 9}, {"ratings": -1}])
def test_the_database_itself_refuses(wrong: dict[str, int]) -> None:
    mentor = a_mentor()
    for _ in range(2):
        a_completed_booking(mentor, stars=5)

    with pytest.raises(IntegrityError), unit_of_work() as work:
        standing = work.db.get_one(MentorStanding, mentor.user_id)
        for column, value in wrong.items():
            setattr(standing, column, value)
