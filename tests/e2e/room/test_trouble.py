"""A call and its interruptions: named on both sides, healed without anybody's help, proved by pictures that move."""

import time
from collections.abc import Callable

import pytest

from tests.e2e.room.lesson import Lesson
from tests.networks import Networks

BACK_WITHIN = 20.0  # bounds the waiting; the benchmark measures


@pytest.mark.timeout(180)
def test_a_cut_line_is_named_with_its_side_and_comes_back_by_itself(
    networks: Networks, lesson: Callable[[], Lesson]
) -> None:
    meeting = lesson()

    cut = time.time()
    networks.cut("b")
    mentor, learner = meeting.mentor.named(cut), meeting.learner.named(cut)
    time.sleep(max(0, cut + 5 - time.time()))
    networks.heal()
    healed = time.time()
    back = [seat.first_moved(healed, within=BACK_WITHIN) for seat in meeting.both]
    print({"named after s": [mentor[0], learner[0]], "back after s": back})

    assert (mentor[1], learner[1]) == ("theirs", "mine")
    for seat in meeting.both:
        seat.page.locator('.stage[data-status="connected"][data-outage=""]').wait_for()


@pytest.mark.timeout(180)
def test_a_way_that_is_gone_is_replaced_while_both_reach_the_site(
    networks: Networks, lesson: Callable[[], Lesson]
) -> None:
    """An address that changes: the old way never comes back."""
    meeting = lesson()

    moved = time.time()
    networks.move("b", 13)
    back = [seat.first_moved(moved + 0.5, within=BACK_WITHIN) for seat in meeting.both]
    print({"back after s": back})

    for seat in meeting.both:
        seat.page.locator('.stage[data-status="connected"][data-outage=""]').wait_for()


@pytest.mark.timeout(240)
def test_after_three_tries_in_vain_somebody_asks_and_the_other_says_yes(
    networks: Networks, lesson: Callable[[], Lesson]
) -> None:
    meeting = lesson()

    networks.cut_between()
    for seat in meeting.both:
        seat.page.locator('.stage[data-status="lost"]').wait_for(timeout=60_000)
    networks.heal()
    meeting.learner.page.locator("#rejoin").click()
    accept = meeting.mentor.page.get_by_role("button", name="Connect again")
    accept.click()
    asked = time.time()

    for seat in meeting.both:
        seat.first_moved(asked, within=BACK_WITHIN)
        seat.page.locator('.stage[data-status="connected"]').wait_for()
