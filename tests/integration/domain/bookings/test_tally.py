"""What admins read of all sessions together."""

from datetime import timedelta

import pytest

from peerlearn.domain import bookings
from peerlearn.kit import clock, database
from tests.makers import a_completed_booking, a_confirmed_booking, a_held_booking, a_request, an_offering

pytestmark = pytest.mark.usefixtures("database")


def tally() -> bookings.Tally:
    with database.reading() as db:
        return bookings.tally(db)


def test_counts_nothing_on_the_first_day() -> None:
    assert tally() == bookings.Tally(to_come=0, waiting=0, confirmed=0, completed=0)


def test_counts_each_booking_where_it_is_and_what_is_still_to_come() -> None:
    an_offering(starts_at=clock.now() - timedelta(hours=1))
    an_offering()
    a_held_booking()
    a_request()
    for _ in range(2):
        a_confirmed_booking()
    a_completed_booking()

    assert tally() == bookings.Tally(to_come=5, waiting=1, confirmed=2, completed=1)
