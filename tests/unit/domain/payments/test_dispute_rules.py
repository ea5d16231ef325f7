"""How far a dispute has come, whatever is said of it and in whatever order."""

import itertools

import pytest

from peerlearn.domain.payments.dispute_rules import DECIDED, DisputeStatus, followed, stays_gone

OPEN, REVIEW, AGAIN = DisputeStatus.OPEN, DisputeStatus.UNDER_REVIEW, DisputeStatus.ACTION_REQUIRED


@pytest.mark.parametrize("end", DECIDED)
def test_what_is_decided_stays(end: DisputeStatus) -> None:
    assert all(followed(end, said) is end for said in DisputeStatus)
    assert all(followed(held, end) is end for held in (OPEN, REVIEW, AGAIN))


@pytest.mark.parametrize("order", itertools.permutations(["created", "under_review", "action_required"]))
def test_the_same_events_have_the_same_end(order: tuple[str, ...]) -> None:
    """The gateway, asked after all of it, says "open" each time."""
    held = OPEN
    for event in order:
        held = followed(held, OPEN, asked_again=event == "action_required")

    assert held is AGAIN


def test_is_under_review_again_after_a_better_answer() -> None:
    assert followed(AGAIN, REVIEW) is REVIEW
    assert followed(REVIEW, OPEN) is AGAIN
    assert followed(OPEN, OPEN) is OPEN


def test_only_what_was_not_won_stays_gone() -> None:
    assert [stays_gone(status, 500) for status in DECIDED] == [0, 500, 500]
    assert stays_gone(OPEN, 500) == 0
