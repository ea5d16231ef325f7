"""What a learner hears whose money came when the session was gone: where it is, and what they could book instead."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain import bookings
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import Job, queue, runner
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.makers import (
    Booked,
    a_confirmed_booking,
    a_held_booking,
    a_mentor,
    a_request,
    an_offering,
    pay,
)

pytestmark = pytest.mark.usefixtures("database")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def noon() -> datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0) + 5 * DAY


def lose(offering_id: int) -> Booked:
    """A learner gives up, somebody else takes the session, and then the money of the first comes."""
    late = a_held_booking(offering_id)
    with unit_of_work() as work:
        bookings.give_up(work, late.booking_id, by=late.learner)
    a_request(offering_id)
    pay(late.booking_id)
    return late


def instead(booked: Booked) -> list[int]:
    with database.reading() as db:
        return [card.offering_id for card in bookings.instead_of(db, booked.booking_id)]


def test_offers_the_same_mentors_first_then_the_same_topics_nearest_first(noon: datetime) -> None:
    meera = a_mentor("Meera")
    lost = lose(an_offering(meera, topics=["Python"], starts_at=noon))
    an_offering(topics=["Cooking"], starts_at=noon + HOUR)
    alike_far = an_offering(topics=["Go", "python"], starts_at=noon + 3 * DAY)
    alike_near = an_offering(topics=["Python"], starts_at=noon - DAY)
    hers_far = an_offering(meera, topics=["Chess"], starts_at=noon + 4 * DAY)
    assert instead(lost) == [hers_far, alike_near, alike_far]

    hers_near = an_offering(meera, topics=["Chess"], starts_at=noon + DAY)
    assert instead(lost) == [hers_near, hers_far, alike_near]


def test_offers_nothing_that_cannot_be_booked(noon: datetime) -> None:
    meera = a_mentor("Meera")
    lost = lose(an_offering(meera, starts_at=noon))
    a_confirmed_booking(an_offering(meera, starts_at=noon + DAY))
    a_held_booking(an_offering(meera, starts_at=noon + 2 * DAY))
    an_offering(meera, starts_at=clock.now() - HOUR)
    a_request(an_offering(topics=["Chess"], starts_at=noon + 3 * DAY), learner=lost.learner)
    an_offering(meera, starts_at=noon + 3 * DAY)  # they have something else then

    assert instead(lost) == []


def letter_to(booked: Booked) -> str:
    while (run := queue.claim()) is not None:
        if run.kind == "mail_lost_slot":
            runner.do(run)
            assert run.finished
    with database.reading() as db:
        return db.exec(
            select(OutboxMail.body).where(col(OutboxMail.key) == f"mail_lost_slot:{booked.booking_id}")
        ).one()


def test_tells_the_learner_by_mail_with_a_link_for_each(noon: datetime) -> None:
    meera = a_mentor("Meera Iyer")
    lost = lose(an_offering(meera, title="Loops", starts_at=noon, price=Money.rupees(1000)))
    other = an_offering(meera, title="Lists", starts_at=noon + DAY, price=Money.rupees(500))

    letter = letter_to(lost)

    assert "your payment for “Loops”" in letter
    assert "₹1,100 go back to where they came from" in letter
    assert "Lists, with Meera Iyer" in letter
    assert "₹550" in letter
    assert letter.count("/dashboard/learner/?book=") == 1
    assert f"/dashboard/learner/?book={other}\n" in letter


def test_offers_nothing_in_the_mail_where_there_is_nothing(noon: datetime) -> None:
    letter = letter_to(lose(an_offering(starts_at=noon)))

    assert "instead" not in letter


def test_tells_nobody_whose_money_still_bought_the_session(noon: datetime) -> None:
    booked = a_held_booking(an_offering(starts_at=noon))
    with unit_of_work() as work:
        bookings.give_up(work, booked.booking_id, by=booked.learner)
    pay(booked.booking_id)

    with database.reading() as db:
        assert db.exec(select(Job.id).where(col(Job.kind) == "mail_lost_slot")).all() == []
