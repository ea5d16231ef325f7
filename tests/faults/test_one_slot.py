"""Two hundred learners want one session: one has it, whichever of the two guards is missing, and never without both.

The race itself is in tests/integration/domain/bookings/test_races.py, also from several processes and on PostgreSQL.
"""

import functools
import os
import subprocess
import sys
from collections import Counter

import pytest
from sqlmodel import func, select, text

from peerlearn.domain import bookings
from peerlearn.domain.bookings import actions
from peerlearn.domain.bookings.tables import Booking
from peerlearn.kit import database
from peerlearn.settings import ROOT
from tests.faults.full import FULL
from tests.makers import a_learner, an_offering
from tests.rush import all_at_once

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.timeout(1200)]

MANY = 200
ROUNDS = 50 if FULL else 1
RACES = "tests/integration/domain/bookings/test_races.py"


def race(learners: int = MANY) -> tuple[int, Counter[str]]:
    """Everybody clicks at the same moment; how many bookings there are, and what everybody heard."""
    offering_id = an_offering()
    hold = functools.partial(bookings.hold, offering_id=offering_id)
    outcomes = all_at_once([functools.partial(hold, by=a_learner()) for _ in range(learners)])
    with database.reading() as db:
        held = db.exec(select(func.count()).select_from(Booking).where(Booking.session_id == offering_id)).one()
    return held, Counter("held" if isinstance(outcome, int) else type(outcome).__name__ for outcome in outcomes)


def nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first guard is gone: nobody looks whether somebody else has the session."""
    monkeypatch.setattr(actions, "open_booking_of", lambda *_: None)


def nothing_is_unique() -> None:
    """The second guard is gone: the database takes as many bookings as come."""
    with database.reading() as db:
        found = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'bookings' AND sql LIKE '%UNIQUE%'"
        if not database.is_sqlite():
            found = "SELECT indexname FROM pg_indexes WHERE tablename = 'bookings' AND indexdef LIKE '%UNIQUE%WHERE%'"
        names = list(db.connection().execute(text(found)).scalars())
    assert names
    with database.writing() as db:
        for name in names:
            db.connection().execute(text(f"DROP INDEX {name}"))


def test_one_has_it_round_after_round() -> None:
    for _ in range(ROUNDS):
        assert race() == (1, {"held": 1, "SlotTaken": MANY - 1})


def test_one_has_it_on_postgresql_with_two_workers(postgres: str) -> None:
    race_of_two = f"{RACES}::test_two_hundred_learners_from_several_processes"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", race_of_two]
    environment = {**os.environ, "TEST_DATABASE_URL": postgres}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout


def test_the_database_alone_keeps_it_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_looks(monkeypatch)

    assert race(20)[0] == 1


def test_would_notice_that_both_guards_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_looks(monkeypatch)
    nothing_is_unique()

    assert race(20)[0] > 1
