"""The process is killed at random moments while people book, pay and withdraw: nothing is lost or doubled."""

import random

import pytest

from tests.faults.full import FULL, SEED
from tests.faults.nursery import KILLED, Nursery
from tests.faults.one_life import Life
from tests.faults.wishes import Fate, Wish, a_wish, wrong
from tests.integration.domain.payouts.test_through_razorpayx import in_days
from tests.integration.sandbox.razorpay.running import Sandbox

KILLS = 100 if FULL else 10
LONGEST_SECONDS = 0.5  # a life is not over by then
# An order is asked about six times, and as often again when it is opened in another quarter of an hour; mails follow.
MOST_LIVES = 2 * KILLS  # on a fast machine some are over before they are killed
MOST_JOBS = MOST_LIVES * len(Fate) * 30


@pytest.fixture(autouse=True)
def as_many_jobs_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of so many people's bookings."""
    monkeypatch.setattr("tests.integration.paying.MOST_JOBS", MOST_JOBS)


def kill_again_and_again(people: Nursery, gateway: Sandbox, url: str, sabotage: str = "") -> list[str]:
    """Kills, each in the middle of lives old and new; then everybody comes to their end, and the books are compared."""
    chance, wishes, killed, lives = random.Random(SEED), list[Wish](), 0, 0
    while killed < KILLS and lives < MOST_LIVES:
        lives += 1
        wishes += [a_wish(fate) for fate in Fate]
        life = Life(url, gateway.url, wishes[-6:], hurried=True, sabotage=sabotage)
        killed += people.live(life, killed_after=chance.uniform(0.02, LONGEST_SECONDS)) == KILLED
    print(f"{killed} of {lives} lives were killed, seed {SEED}")
    assert killed == KILLS, "the kills hit too few"
    again = Life(url, gateway.url, wishes)
    for days in range(1, 3):
        assert people.live(again) == 0
        in_days(days)
    return wrong(gateway, wishes)


@pytest.mark.timeout(900)
def test_loses_and_doubles_nothing(people: Nursery, gateway: Sandbox, database: str) -> None:
    assert kill_again_and_again(people, gateway, database) == []


@pytest.mark.timeout(900)
def test_would_notice_a_booking_that_follows_its_money_a_moment_later(
    people: Nursery, gateway: Sandbox, database: str
) -> None:
    found = kill_again_and_again(people, gateway, database, sabotage="the_booking_a_moment_later")

    assert any("its money captured" in words for words in found), found
