"""What a learner sees of their payments: each with its session, and the sum of what stays paid."""

from datetime import timedelta

import pytest

from peerlearn.domain import bookings
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.makers import (
    a_completed_booking,
    a_confirmed_booking,
    a_held_booking,
    a_learner,
    a_mentor,
    a_request,
    an_offering,
)

pytestmark = pytest.mark.usefixtures("database")


def test_names_the_session_and_how_the_amount_is_made_up() -> None:
    booked = a_confirmed_booking(an_offering(a_mentor("Meera"), title="Loops", price=Money.rupees(500)))
    later = clock.now() + timedelta(days=2)
    a_held_booking(an_offering(starts_at=later), learner=booked.learner)  # its order was never opened

    with database.reading() as db:
        [card] = bookings.paid_by(db, booked.learner.user_id, most=10)

    assert (card.title, card.mentor_name) == ("Loops", "Meera")
    assert (card.price, card.fee, card.total, card.total_paise) == ("₹500", "₹50", "₹550", 55_000)
    assert (card.status, card.went_back_at) == ("captured", "")


def test_adds_up_what_stays_paid() -> None:
    ravi = a_learner("Ravi")
    a_completed_booking(learner=ravi)
    back = a_request(an_offering(starts_at=clock.now() + timedelta(days=2)), learner=ravi)
    with database.reading() as db:
        assert bookings.spent_by(db, ravi.user_id) == Money.rupees(2200)

    with unit_of_work() as work:
        bookings.reject(work, back.booking_id, by=back.mentor)

    with database.reading() as db:
        assert bookings.spent_by(db, ravi.user_id) == Money.rupees(1100)
        assert bookings.spent_by(db, a_learner().user_id) == Money(0)
        assert [card.status for card in bookings.paid_by(db, ravi.user_id, most=1)] == ["refunding"]
