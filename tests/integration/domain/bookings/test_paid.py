"""What a learner sees of their payments: each with its session, and the sum of what stays paid."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.paid import STUCK
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.makers import (
    Booked,
    a_completed_booking,
    a_confirmed_booking,
    a_failed_refund,
    a_held_booking,
    a_learner,
    a_mentor,
    a_refused_refund,
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


def test_shows_those_whose_money_is_in_one_place() -> None:
    ravi = a_learner("Ravi")
    a_completed_booking(learner=ravi)
    back = a_request(an_offering(title="Back", starts_at=clock.now() + timedelta(days=2)), learner=ravi)
    with unit_of_work() as work:
        bookings.reject(work, back.booking_id, by=back.mentor)

    def titles(where: str) -> list[str]:
        with database.reading() as db:
            return [card.title for card in bookings.paid_by(db, ravi.user_id, where, most=10)]

    assert titles("going_back") == ["Back"]
    assert len(titles("paid")) == 1 and titles("paid") != ["Back"]
    assert titles("back") == titles("not_paid") == []
    assert len(titles("all")) == len(titles("no such place")) == 2


@pytest.mark.parametrize("stuck", [a_failed_refund, a_refused_refund])
def test_does_not_promise_a_day_for_what_was_not_taken(stuck: Callable[[Viewer], Booked]) -> None:
    ravi = a_learner("Ravi")
    stuck(ravi)
    going = a_request(an_offering(starts_at=clock.now() + timedelta(days=2)), learner=ravi)
    with unit_of_work() as work:
        bookings.reject(work, going.booking_id, by=going.mentor)

    with database.reading() as db:
        going_back, not_taken = bookings.paid_by(db, ravi.user_id, most=10)

    assert not_taken.arrives == STUCK
    assert "days" in going_back.arrives
