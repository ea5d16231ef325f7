"""A process ends at each named point in the middle of money; after the next start nothing is lost or doubled."""

import pytest

from peerlearn.kit.faults import Point
from tests.faults.full import FULL
from tests.faults.nursery import KILLED, Nursery
from tests.faults.one_life import Life
from tests.faults.wishes import Fate, Wish, a_wish, wrong
from tests.integration.domain.payouts.test_through_razorpayx import in_days
from tests.integration.sandbox.razorpay.running import Sandbox

ROUNDS = 5 if FULL else 1


def kill_at(point: Point, people: Nursery, gateway: Sandbox, url: str, sabotage: str = "") -> list[str]:
    """New people live, end at the point, and live again to the end; what is wrong then."""
    wishes: list[Wish] = [a_wish(fate) for fate in Fate]
    armed = Life(url, gateway.url, wishes, faults=f"crash={point}", sabotage=sabotage)
    assert people.live(armed) == KILLED, f"nobody ever came to {point}"
    again = Life(url, gateway.url, wishes)
    assert people.live(again) == 0
    in_days(1)
    assert people.live(again) == 0  # whoever had to wait presses once more
    in_days(2)
    return wrong(gateway, wishes)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("point", Point)
def test_loses_and_doubles_nothing(point: Point, people: Nursery, gateway: Sandbox, database: str) -> None:
    for _ in range(ROUNDS):
        assert kill_at(point, people, gateway, database) == []


@pytest.mark.parametrize(
    ("point", "sabotage", "noticed"),
    [
        (Point.CAPTURE_POSTED, "a_commit_in_the_middle", "refund-begun"),
        (Point.EVENT_WRITTEN, "an_event_without_its_job", "event-acted-on"),
        (Point.PAYOUT_SENT, "a_fresh_key_for_every_payout", "the mentor was sent [90000, 90000]"),
    ],
)
def test_would_notice(
    point: Point, sabotage: str, noticed: str, people: Nursery, gateway: Sandbox, database: str
) -> None:
    found = kill_at(point, people, gateway, database, sabotage)

    assert any(noticed in words for words in found), found
