"""The makers: what tests start from is what the product itself would have written."""

import pytest

from peerlearn.domain import bookings, payments
from peerlearn.domain.bookings import BookingStatus
from peerlearn.domain.bookings.tables import Booking
from peerlearn.kit import database as in_use
from peerlearn.kit.money import Money
from tests.makers import a_confirmed_booking, a_held_booking, a_mentor, a_request, an_offering

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (a_held_booking, BookingStatus.HELD),
        (a_request, BookingStatus.PENDING),
        (a_confirmed_booking, BookingStatus.CONFIRMED),
    ],
)
def test_make_a_booking_in_its_state(make: object, status: BookingStatus) -> None:
    booked = make()  # type: ignore[operator]

    with in_use.reading() as db:
        assert db.get_one(Booking, booked.booking_id).status == status


def test_make_a_request_whose_money_is_in_the_ledger() -> None:
    booked = a_request(an_offering(a_mentor(), price=Money.rupees(500)))

    with in_use.reading() as db:
        books = payments.books(db)
        asked = bookings.requests_for(db, booked.mentor.user_id)
    assert (books.captured, books.balance_sum) == (Money.rupees(550), Money(0))
    assert len(asked) == 1


def test_make_people_and_sessions_that_never_collide() -> None:
    booked = [a_confirmed_booking() for _ in range(3)]

    assert len({each.room_id for each in booked}) == 3
    assert len({each.mentor.user_id for each in booked} | {each.learner.user_id for each in booked}) == 6
