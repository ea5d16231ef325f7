"""What a learner sees of what is kept for them while they pay."""

from datetime import timedelta

import pytest

from peerlearn.domain import bookings
from peerlearn.domain.bookings import HOLD_FOR
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import at
from tests.makers import a_held_booking, a_learner, an_offering, pay

pytestmark = pytest.mark.usefixtures("database")


def test_says_what_is_kept_and_for_how_long() -> None:
    learner = a_learner()
    booked = a_held_booking(an_offering(title="Loops", price=Money.rupees(1000)), learner=learner)
    a_held_booking()

    with at(timedelta(minutes=4)), database.reading() as db:
        [card] = bookings.held_by(db, learner)
    assert (card.booking_id, card.offering_id, card.title) == (booked.booking_id, booked.offering_id, "Loops")
    assert (card.total, card.over) == ("₹1,100", False)
    assert 355 <= card.seconds_left <= 360


def test_says_nothing_of_what_is_no_longer_kept() -> None:
    learner = a_learner()
    days = (clock.now() + timedelta(days=n) for n in (1, 2, 3))
    paid, given_up, run_out = (a_held_booking(an_offering(starts_at=day), learner=learner) for day in days)
    pay(paid.booking_id)
    with unit_of_work() as work:
        bookings.give_up(work, given_up.booking_id, by=learner)

    with database.reading() as db:
        assert [card.booking_id for card in bookings.held_by(db, learner)] == [run_out.booking_id]
    with at(HOLD_FOR), database.reading() as db:
        assert bookings.held_by(db, learner) == []
