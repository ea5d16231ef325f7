"""Feedback: by the two of a completed session, one word each, and the first stands."""

import functools

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from peerlearn.domain import bookings, social
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.social.tables import Rating
from peerlearn.kit import database
from peerlearn.kit.refusal import NotAllowed, Refusal
from peerlearn.kit.work import unit_of_work
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, a_request, an_admin
from tests.rush import all_at_once
from tests.snapshot import whole_database

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def over(database: str) -> Booked:
    """A session that took place."""
    booked = a_confirmed_booking()
    with unit_of_work() as work:
        bookings.complete(work, booked.booking_id)
    return booked


def rate(booked: Booked, by: Viewer, stars: int = 5, comment: str = "Very clear.") -> None:
    with unit_of_work() as work:
        social.rate(work, booked.booking_id, stars, comment, by=by)


def ratings() -> list[tuple[int, int, str]]:
    with database.reading() as db:
        return [(one.author_id, one.stars, one.comment) for one in db.exec(select(Rating).order_by("id"))]


def has_rated(booked: Booked, who: Viewer) -> bool:
    with database.reading() as db:
        return social.has_rated(db, booked.booking_id, who.user_id)


def test_keeps_a_word_from_each_of_the_two(over: Booked) -> None:
    rate(over, over.learner, 5, "  Very clear. ")
    assert (has_rated(over, over.learner), has_rated(over, over.mentor)) == (True, False)
    rate(over, over.mentor, 1, "")

    assert ratings() == [(over.learner.user_id, 5, "Very clear."), (over.mentor.user_id, 1, "")]


def test_lets_the_first_word_stand(over: Booked) -> None:
    rate(over, over.learner, 4)
    before = whole_database()

    rate(over, over.learner, 1, "Changed my mind.")

    assert whole_database() == before


def test_counts_twenty_clicks_as_one(over: Booked) -> None:
    click = functools.partial(social.rate, booking_id=over.booking_id, stars=5, comment="", by=over.learner)

    assert all_at_once([click] * 20) == [None] * 20
    assert len(ratings()) == 1


def test_belongs_to_the_two_alone(over: Booked) -> None:
    people = [a_learner(), a_mentor(), an_admin()]
    before = whole_database()

    for person in people:
        with pytest.raises(NotAllowed):
            rate(over, person)
    with pytest.raises(NotAllowed), unit_of_work() as work:
        social.rate(work, 10**9, 5, "", by=over.learner)
    assert whole_database() == before


@pytest.mark.parametrize("make", [a_request, a_confirmed_booking])
def test_opens_when_the_session_has_ended(make) -> None:
    booked = make()
    before = whole_database()

    for person in (booked.mentor, booked.learner):
        with pytest.raises(Refusal, match="Feedback opens when the session has ended"):
            rate(booked, person)
    assert whole_database() == before


@pytest.mark.parametrize("stars", [-1, 0, 6, 10**9])
def test_takes_one_to_five_stars(over: Booked, stars: int) -> None:
    with pytest.raises(Refusal, match="one to five stars"):
        rate(over, over.learner, stars)
    assert ratings() == []


def test_shortens_what_is_too_long(over: Booked) -> None:
    rate(over, over.learner, comment="é" * 5000)

    assert len(ratings()[0][2]) == 1000


def test_the_database_itself_refuses_a_second_word_and_a_sixth_star(over: Booked) -> None:
    rate(over, over.learner)

    for author, stars in ((over.learner, 3), (over.mentor, 6)):
        with pytest.raises(IntegrityError), unit_of_work() as work:
            work.db.add(Rating(booking_id=over.booking_id, author_id=author.user_id, stars=stars, created_at=work.now))
