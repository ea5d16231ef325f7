"""Which cards of kept sessions stay on the page when time has passed, or the learner has."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from peerlearn.domain.bookings import HeldCard
from peerlearn.ui.pages.learner_dashboard.state import after_holds
from tests.unit.ui.test_moving_news import PLAIN

ENDS = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)
BEFORE, AFTER = ENDS - timedelta(seconds=1), ENDS
CARD = HeldCard(
    booking_id=5,
    offering_id=9,
    title="Loops",
    mentor_name="Meera",
    starts_at="2030-01-02T10:00:00+00:00",
    duration_minutes=60,
    total="₹1,100",
    ends_at=ENDS.isoformat(),
    seconds_left=1,
)
OVER = replace(CARD, seconds_left=0, over=True)


def test_keeps_what_nobody_paid_in_time_until_it_is_there_again_otherwise() -> None:
    assert after_holds([CARD], [], [], AFTER) == [OVER]
    assert after_holds([OVER], [], [], AFTER) == [OVER]
    again = replace(CARD, booking_id=6, ends_at=(ENDS + timedelta(minutes=10)).isoformat())
    assert after_holds([OVER], [again], [], AFTER) == [again]
    assert after_holds([OVER], [], [replace(PLAIN, offering_id=9)], AFTER) == []


def test_forgets_at_once_what_was_given_up_or_paid() -> None:
    assert after_holds([CARD], [], [], BEFORE) == []
    assert after_holds([], [CARD], [], BEFORE) == [CARD]
