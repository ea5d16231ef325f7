"""The life of a booking as a table of steps: where it can go, and where it never can."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.bookings.rules import (
    CANCELLATION,
    FREE_NOTICE_WORDS,
    HOLD_FOR,
    LAST_NOTICE_WORDS,
    NEXT,
    OPEN,
    PAID,
    BookingStatus,
    CancelReason,
    absent,
    may_become,
    takes_the_slot,
    tier_at,
)

S = BookingStatus
NOW = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)


def lives(path: tuple[S, ...] = (S.HELD,)) -> Iterator[tuple[S, ...]]:
    """Every whole life that the table allows."""
    if not NEXT[path[-1]]:
        yield path
    for then in NEXT[path[-1]]:
        assert then not in path, f"round and round: {path} {then}"
        yield from lives((*path, then))


def test_knows_every_state_and_reaches_it() -> None:
    assert set(NEXT) == set(S)
    assert {state for life in lives() for state in life} == set(S)


def test_ends_as_rejected_cancelled_or_completed() -> None:
    assert {life[-1] for life in lives()} == {S.REJECTED, S.CANCELLED, S.COMPLETED}


@pytest.mark.parametrize("life", list(lives()), ids=" ".join)
def test_is_paid_before_it_is_answered_and_answered_before_it_takes_place(life: tuple[S, ...]) -> None:
    order = [life.index(state) if state in life else -1 for state in (S.PENDING, S.CONFIRMED, S.COMPLETED)]
    reached = [place for place in order if place >= 0]

    assert reached == order[: len(reached)] == sorted(reached)
    assert S.REJECTED not in life or life[-2] is S.PENDING


@given(st.lists(st.sampled_from(S), max_size=8))
def test_never_goes_back_from_paid_to_unpaid(wanted: list[S]) -> None:
    state, paid = S.HELD, False
    for then in wanted:
        if may_become(state, then):
            state = then
        paid = paid or state in PAID
        assert not (paid and state in (S.HELD, S.EXPIRED))


@given(st.sampled_from(S), st.timedeltas(timedelta(minutes=-20), timedelta(minutes=20)))
def test_keeps_others_away_while_it_is_held_or_paid(status: S, since_hold: timedelta) -> None:
    held_until = NOW - since_hold + HOLD_FOR

    taken = takes_the_slot(status, held_until, NOW)

    if status is S.HELD:
        assert taken == (since_hold < HOLD_FOR)
    else:
        assert taken == (status in OPEN)


@given(st.timedeltas(timedelta(seconds=1), timedelta(days=60)))
def test_gives_back_all_a_day_before_half_until_two_hours_and_nothing_later(notice: timedelta) -> None:
    day, hours = timedelta(hours=24), timedelta(hours=2)

    assert tier_at(S.CONFIRMED, NOW + notice, NOW).back_bps == (
        10_000 if notice >= day else 5_000 if notice >= hours else 0
    )
    assert tier_at(S.PENDING, NOW + notice, NOW).back_bps == 10_000


def test_names_its_terms_from_the_longest_notice_to_none_and_gives_ever_less() -> None:
    notices, parts = [tier.notice for tier in CANCELLATION], [tier.back_bps for tier in CANCELLATION]

    assert notices == sorted(set(notices), reverse=True)
    assert notices[-1] == timedelta()
    assert parts == sorted(set(parts), reverse=True)
    assert (FREE_NOTICE_WORDS, LAST_NOTICE_WORDS) == ("24 hours", "2 hours")


def test_names_who_did_not_come() -> None:
    assert absent(mentor=True, learner=True) is CancelReason.BOTH_ABSENT
    assert absent(mentor=True, learner=False) is CancelReason.MENTOR_ABSENT
    assert absent(mentor=False, learner=True) is CancelReason.LEARNER_ABSENT
