"""The gateway loses calls and answers, and the database is slow: whoever comes back has what they paid for."""

from tests.faults.full import FULL
from tests.faults.nursery import Nursery
from tests.faults.one_life import Life
from tests.faults.wishes import Fate, a_wish, wrong
from tests.integration.domain.payouts.test_through_razorpayx import in_days
from tests.integration.sandbox.razorpay.running import Sandbox

VISITS = 20 if FULL else 3
FAULTS = "failing_gateway_percent=40, slow_database_ms=5"


def test_loses_and_doubles_nothing(people: Nursery, gateway: Sandbox, database: str) -> None:
    wishes = [a_wish(fate) for _ in range(2) for fate in Fate]

    for _ in range(VISITS):
        assert people.live(Life(database, gateway.url, wishes, faults=FAULTS)) == 0
        unfinished = wrong(gateway, wishes)
    for days in range(1, 3):
        assert people.live(Life(database, gateway.url, wishes)) == 0
        in_days(days)

    assert unfinished, "the line was not bad at all"
    assert wrong(gateway, wishes) == []
