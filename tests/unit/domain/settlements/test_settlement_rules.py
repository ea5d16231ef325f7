"""Which days of the gateway's reports are asked for, and what a settlement is made of."""

from datetime import UTC, date, datetime, timedelta

import pytest

from peerlearn.domain.settlements.rules import Parts, day_of, days_to_ask_about, parts_of

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "day"), [(18, date(2026, 11, 30)), (19, date(2026, 12, 1))], ids=["before midnight", "after midnight"]
)
def test_a_day_is_one_of_indias_calendar(hour: int, day: date) -> None:
    assert day_of(datetime(2026, 11, 30, hour, tzinfo=UTC)) == day


@pytest.mark.parametrize(
    ("known_until", "began_at", "first"),
    [
        (None, None, date(2026, 11, 23)),
        (None, NOON - timedelta(days=2), date(2026, 11, 23)),
        (None, NOON - timedelta(days=60), date(2026, 10, 1)),
        (NOON, NOON - timedelta(days=60), date(2026, 11, 23)),
        (NOON - timedelta(days=30), NOON - timedelta(days=60), date(2026, 10, 24)),
    ],
    ids=["nothing yet", "just begun", "the first time", "day by day", "after a month away"],
)
def test_asks_about_a_week_or_all_since_it_last_heard(
    known_until: datetime | None, began_at: datetime | None, first: date
) -> None:
    days = days_to_ask_about(NOON, known_until=known_until, began_at=began_at)

    assert (days[0], days[-1]) == (first, date(2026, 11, 30))
    assert days == [first + timedelta(days=number) for number in range(len(days))]


def test_parts_a_settlement_into_what_is_of_payments_and_what_is_not() -> None:
    lines = [("payment", 107_404), ("refund", -55_000), ("adjustment", -1_012), ("adjustment", 12)]

    assert parts_of(lines) == Parts(of_payments=52_404, of_adjustments=-1_000)
    assert parts_of(lines).total == 51_404
