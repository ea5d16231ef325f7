"""Two hundred learners want one session: one has it, whichever of the two guards is missing, and never without both.

The race itself is in tests/integration/domain/bookings/test_races.py, also from several processes and on PostgreSQL.
"""

import functools
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import func, select, text

from peerlearn.domain import bookings, catalog
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import actions
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog import NewOffering
from peerlearn.domain.catalog import actions as catalog_actions
from peerlearn.kit import clock, database
from peerlearn.kit.refusal import Incomplete
from peerlearn.settings import ROOT
from tests.faults import bars
from tests.faults.full import FULL
from tests.makers import a_learner, a_mentor, an_offering
from tests.rush import all_at_once

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.timeout(1200)]

MANY = 200
ROUNDS = 50 if FULL else 1
RACES = "tests/integration/domain/bookings/test_races.py"


def race(learners: int = MANY, offering_id: int = 0, took: list[float] | None = None) -> tuple[int, Counter[str]]:
    """Everybody clicks at the same moment; how many bookings there are, and what everybody heard."""
    offering_id = offering_id or an_offering()
    hold = functools.partial(bookings.hold, offering_id=offering_id)
    outcomes = all_at_once([functools.partial(hold, by=a_learner()) for _ in range(learners)], took)
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
    took: list[float] = []
    for _ in range(ROUNDS):
        assert race(took=took) == (1, {"held": 1, "SlotTaken": MANY - 1})
    bars.note("R3", "an answer took ms, p99", bars.slowest_ms(took, 0.99), 2000)


def publish_overlapping(mentor: Viewer) -> list[int | BaseException]:
    """A mentor offers an hour, and the half hour in the middle of it, many times in one moment; what they heard."""
    begins = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    forms = [
        NewOffering(f"Lesson {number}", "From the start.", ["Python"], "1000", begins_at.isoformat(), minutes)
        for number in range(10)
        for begins_at, minutes in ((begins, "60"), (begins + timedelta(minutes=15), "30"))
    ]
    return all_at_once([functools.partial(catalog.publish, form=form, by=mentor) for form in forms])


def test_of_lengths_that_overlap_one_is_offered_and_one_learner_has_it() -> None:
    for _ in range(ROUNDS):
        outcomes = publish_overlapping(a_mentor())

        [offering_id] = [outcome for outcome in outcomes if isinstance(outcome, int)]
        assert {type(no) for no in outcomes if not isinstance(no, int)} == {Incomplete}
        assert race(MANY, offering_id) == (1, {"held": 1, "SlotTaken": MANY - 1})


def test_would_notice_that_nobody_looks_what_else_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog_actions, "offered_then", lambda *_: None)

    assert sum(isinstance(outcome, int) for outcome in publish_overlapping(a_mentor())) > 1


def choose_overlapping(learner: Viewer) -> Counter[str]:
    """One learner clicks on an hour of one mentor and on half hours of others within it, on many tabs at once."""
    begins = clock.now() + timedelta(days=2)
    hours = [an_offering(starts_at=begins, duration_minutes=60)]
    halves = [an_offering(starts_at=begins + timedelta(minutes=15), duration_minutes=30) for _ in range(9)]
    hold = functools.partial(bookings.hold, by=learner)
    outcomes = all_at_once([functools.partial(hold, offering_id=each) for each in hours + halves])
    return Counter(type(outcome).__name__ for outcome in outcomes)


def test_a_learner_has_one_of_lengths_that_overlap() -> None:
    assert choose_overlapping(a_learner()) == {"int": 1, "BusyThen": 9}


def test_would_notice_that_nobody_looks_what_else_a_learner_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "busy_then", lambda *_, **__: False)

    assert choose_overlapping(a_learner())["int"] > 1


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
