"""Who may say what about a topic."""

from itertools import product

import pytest

from peerlearn.domain.lessons import Mark, may_mark
from peerlearn.domain.rooms import Seat

CHANGES = [(before, after, own) for before, after, own in product(Mark, Mark, (True, False)) if before is not after]


@pytest.mark.parametrize(("before", "after", "own"), CHANGES)
def test_the_mentor_may_set_any_mark(before: Mark, after: Mark, own: bool) -> None:
    assert may_mark(Seat.MENTOR, before=before, after=after, own=own)


@pytest.mark.parametrize(("before", "after", "own"), CHANGES)
def test_the_learner_can_only_ask_for_work_and_take_that_back(before: Mark, after: Mark, own: bool) -> None:
    asks = after is Mark.NEEDS_WORK
    takes_back = own and (before, after) == (Mark.NEEDS_WORK, Mark.PLANNED)

    assert may_mark(Seat.LEARNER, before=before, after=after, own=own) is (asks or takes_back)
