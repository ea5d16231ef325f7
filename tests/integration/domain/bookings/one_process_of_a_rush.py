"""One server process of several, each with many learners who all want the same session at the same moment.

Run by test_races.py with the facts as JSON; says "ready", waits for a line, and then says one word per learner.
"""

import functools
import json
import sys

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.kit import database
from tests.rush import all_at_once


def main() -> None:
    """Hold one session for everybody in the list."""
    facts = json.loads(sys.argv[1])
    database.use(facts["database"])
    learners = [Viewer(user_id, Role.LEARNER, "Lalit") for user_id in facts["learners"]]
    hold = functools.partial(bookings.hold, offering_id=facts["offering_id"])
    print("ready", flush=True)
    sys.stdin.readline()
    for outcome in all_at_once([functools.partial(hold, by=learner) for learner in learners]):
        print("held" if isinstance(outcome, int) else type(outcome).__name__)


if __name__ == "__main__":
    main()
