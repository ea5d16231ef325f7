"""The life of a booking as a table of steps: where it can go, and where it never can."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.bookings.policy import CURRENT_POLICY, POLICIES, Policy
from peerlearn.domain.bookings.rules import (
    HOLD_FOR,
    NEXT,
    OPEN,
    PAID,
    BookingStatus,
    CancelReason,
    absent,
    answerable_until,
    counted_start,
    may_be_moved,
    may_become,
    notice_kept,
    takes_the_slot,
    tier_at,
)

S = BookingStatus
NOW = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)


def lives(path: tuple[S, ...] = (S.HELD,)) -> Iterator[tuple[S, ...]]:
    """Every whole life that the table allows."""
    if not NEXT[path[-1]]:
        yield path
    for then in sorted(NEXT[path[-1]]):
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

    assert tier_at(CURRENT_POLICY, S.CONFIRMED, NOW + notice, NOW).back_bps == (
        10_000 if notice >= day else 5_000 if notice >= hours else 0
    )
    assert tier_at(CURRENT_POLICY, S.PENDING, NOW + notice, NOW).back_bps == 10_000


@pytest.mark.parametrize("policy", POLICIES.values(), ids=[str(version) for version in POLICIES])
def test_names_its_terms_from_the_longest_notice_to_none_and_gives_ever_less(policy: Policy) -> None:
    notices, parts = [tier.notice for tier in policy.tiers], [tier.back_bps for tier in policy.tiers]

    assert notices == sorted(set(notices), reverse=True)
    assert notices[-1] == timedelta()
    assert parts == sorted(set(parts), reverse=True)
    assert (policy.free_notice, policy.last_notice) == ("24 hours", "2 hours")
    assert [policy.missed_at(tier) for tier in policy.tiers] == ["", "24 hours", "2 hours"]


def test_names_who_did_not_come() -> None:
    assert absent(mentor=True, learner=True) is CancelReason.BOTH_ABSENT
    assert absent(mentor=True, learner=False) is CancelReason.MENTOR_ABSENT
    assert absent(mentor=False, learner=True) is CancelReason.LEARNER_ABSENT


@pytest.mark.parametrize("status", S)
def test_moves_what_is_confirmed_and_has_not_begun(status: S) -> None:
    assert may_be_moved(status, NOW + timedelta(seconds=1), NOW) is (status is S.CONFIRMED)
    assert not may_be_moved(status, NOW, NOW)


def test_a_proposal_lapses_at_the_earlier_of_the_two_starts() -> None:
    sooner, later = NOW + timedelta(hours=1), NOW + timedelta(days=1)

    assert answerable_until(sooner, later) == answerable_until(later, sooner) == sooner


moves = st.lists(
    st.tuples(st.timedeltas(timedelta(seconds=1), timedelta(days=3)), st.timedeltas(timedelta(), timedelta(days=30))),
    min_size=1,
    max_size=4,
)


@given(moves, st.timedeltas(timedelta(), timedelta(days=1)))
def test_moving_never_wins_back_what_cancelling_no_longer_gave(all_of_them, waited: timedelta) -> None:
    now, counted, best = NOW, None, CURRENT_POLICY.tiers[0].back_bps
    for notice, ahead in all_of_them:  # so long before its start it is moved, to so long from then
        now += notice
        starts_at = now + notice
        best = min(best, tier_at(CURRENT_POLICY, S.CONFIRMED, counted_start(starts_at, counted, now), now).back_bps)
        counted = notice_kept(starts_at, counted, now)
        starts_at = now + ahead

    later = min(now + waited, starts_at)
    back = tier_at(CURRENT_POLICY, S.CONFIRMED, counted_start(starts_at, counted, later), later).back_bps
    assert back == min(best, tier_at(CURRENT_POLICY, S.CONFIRMED, starts_at, later).back_bps)


def test_is_priced_by_its_start_while_it_was_not_moved() -> None:
    assert counted_start(NOW, None, NOW) == NOW
