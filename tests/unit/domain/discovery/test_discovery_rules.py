"""What a session is to a visitor, minute by minute, and how ratings read."""

from datetime import UTC, datetime, timedelta

import pytest

from peerlearn.domain.discovery.rules import SOON_BEFORE, Moment, SessionState, Stars, state_of

START = datetime(2026, 12, 1, 10, tzinfo=UTC)
END = START + timedelta(hours=1)
A_SECOND = timedelta(seconds=1)


def at(now: datetime, *, active: bool = True, taken: bool = False, present: bool = False) -> SessionState:
    return state_of(Moment(active, taken, present, START, END), now)


@pytest.mark.parametrize(
    ("now", "free", "taken"),
    [
        (START - timedelta(days=1), SessionState.BOOKABLE, SessionState.BOOKED),
        (START - SOON_BEFORE - A_SECOND, SessionState.BOOKABLE, SessionState.BOOKED),
        (START - SOON_BEFORE, SessionState.SOON, SessionState.BOOKED),
        (START - A_SECOND, SessionState.SOON, SessionState.BOOKED),
        (START, SessionState.OVER, SessionState.BOOKED),
        (END - A_SECOND, SessionState.OVER, SessionState.BOOKED),
        (END, SessionState.OVER, SessionState.OVER),
    ],
)
def test_time_passes(now: datetime, free: SessionState, taken: SessionState) -> None:
    assert at(now) is free
    assert at(now, taken=True) is taken


@pytest.mark.parametrize("now", [START - timedelta(minutes=5), START, END + timedelta(minutes=5)])
def test_it_is_live_while_the_mentor_is_there_and_over_when_it_was_ended(now: datetime) -> None:
    assert at(now, taken=True, present=True) is SessionState.LIVE
    assert at(now, taken=True, present=True, active=False) is SessionState.OVER


@pytest.mark.parametrize(
    ("given", "text", "percent"),
    [
        ([], "", 0),
        ([5], "5.0", 100),
        ([5, 4], "4.5", 90),
        ([5, 4, 4], "4.3", 87),
        ([5] * 7 + [4], "4.9", 98),
        ([1], "1.0", 20),
        ([1, 2, 1, 1], "1.3", 25),
        ([5] * 19 + [4], "5.0", 99),
    ],
)
def test_the_average_has_one_decimal_and_nobody_is_rated_by_nobody(given: list[int], text: str, percent: int) -> None:
    stars = Stars(sum(given), len(given))
    assert (stars.text, stars.percent) == (text, percent)
