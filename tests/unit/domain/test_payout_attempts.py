"""How far a payout has come, when it is made anew, and how it travels: the decisions alone."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.payouts.attempt_rules import (
    HOPELESS,
    MOST_TRIES,
    TRY_AGAIN_AFTER,
    Payout,
    PayoutStatus,
    merged,
    mode_for,
    tries_again,
)
from peerlearn.domain.payouts.rules import Destination, DestinationKind
from peerlearn.kit.money import Money

STATUSES = st.sampled_from(PayoutStatus)
# The ways that RazorpayX describes, as far as they can be told one after another.
STORIES = (
    ("pending", "queued", "processing", "processed", "reversed"),
    ("pending", "rejected"),
    ("queued", "cancelled"),
    ("scheduled", "processing", "failed", "reversed"),
    ("processing", "reversed"),
)


@pytest.mark.parametrize("story", STORIES, ids="-".join)
def test_every_order_of_a_story_ends_alike(story: tuple[str, ...]) -> None:
    for order in itertools.permutations(story):
        held = PayoutStatus.REQUESTED
        for word in order:
            held = merged(held, PayoutStatus(word))
        assert held == story[-1], order


@given(held=STATUSES, reported=st.lists(STATUSES, max_size=8))
def test_never_goes_back(held: PayoutStatus, reported: list[PayoutStatus]) -> None:
    for status in reported:
        after = merged(held, status)
        assert after.rank >= held.rank
        assert merged(after, status) is after
        if held.came_to_nothing:
            assert after.came_to_nothing
        held = after


@given(status=STATUSES)
def test_is_under_way_or_paid_or_came_to_nothing(status: PayoutStatus) -> None:
    assert status.under_way + (status is PayoutStatus.PROCESSED) + status.came_to_nothing == 1


def test_is_made_anew_only_after_a_failure_that_may_pass() -> None:
    offline = Payout(PayoutStatus.FAILED, reason="beneficiary_bank_offline")

    assert [tries_again(number, offline) for number in range(1, 5)] == [True, True, False, False]
    assert len(TRY_AGAIN_AFTER) == MOST_TRIES - 1
    assert not any(tries_again(1, Payout(PayoutStatus.FAILED, reason=reason)) for reason in HOPELESS)
    others = set(PayoutStatus) - {PayoutStatus.FAILED}
    assert not any(tries_again(1, Payout(status)) for status in others)


@pytest.mark.parametrize(
    ("kind", "rupees", "mode"),
    [("upi", 100_000, "UPI"), ("bank", 100, "IMPS"), ("bank", 500_000, "IMPS"), ("bank", 500_001, "NEFT")],
)
def test_travels_at_once_where_the_amount_allows_it(kind: str, rupees: int, mode: str) -> None:
    assert mode_for(Destination(DestinationKind(kind)), Money.rupees(rupees)) == mode
