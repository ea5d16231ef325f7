"""Workers are killed again and again in the middle of work: no job is lost, no effect is doubled.

The sabotaged variants show that these tests can fail.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import MOST_ATTEMPTS
from tests.databases import databases_at
from tests.faults.full import FULL
from tests.integration.kit.jobs.chaos import (
    Findings,
    ask_for,
    kill_while_working,
    nursery,
    prepare_effects,
    settle,
)

KILLS = 200 if FULL else 20
SLOW = {"slow 1", "slow 2"}

# Two cores may be busy with something else.
pytestmark = [pytest.mark.timeout(1200 if FULL else 300), pytest.mark.faults]


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[str]:
    """A database file of its own, whatever the rest of the suite runs on."""
    yield from _in_use("", tmp_path)


@pytest.fixture
def on_postgres(postgres: str, tmp_path: Path) -> Iterator[str]:
    """A database on the throw-away server."""
    yield from _in_use(postgres, tmp_path)


def _in_use(server: str, folder: Path) -> Iterator[str]:
    with databases_at(server, folder) as source, source.fresh() as url:
        in_use.use(url)
        prepare_effects()
        yield url
        in_use.use(os.environ["DATABASE_URL"])


def test_loses_and_doubles_nothing_on_sqlite(on_sqlite: str, tmp_path: Path) -> None:
    _check(_chaos(on_sqlite, tmp_path, staff=1, kills=KILLS))


def test_loses_and_doubles_nothing_on_postgres_with_two_workers(on_postgres: str, tmp_path: Path) -> None:
    _check(_chaos(on_postgres, tmp_path, staff=2, kills=KILLS))


@pytest.mark.parametrize("server", ["on_sqlite", "on_postgres"])
def test_a_run_that_lost_its_lease_leaves_nothing(server: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    findings = _overtake(request.getfixturevalue(server), tmp_path)

    assert (findings.attempts, findings.effects) == (2 * len(SLOW), len(SLOW))
    assert findings.lost == findings.doubled == set()


@pytest.mark.parametrize("server", ["on_sqlite", "on_postgres"])
def test_would_notice_a_missing_fence(server: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    findings = _overtake(request.getfixturevalue(server), tmp_path, sabotage="no fence")

    assert findings.doubled == SLOW


def test_would_notice_work_that_is_marked_before_it_is_done(on_sqlite: str, tmp_path: Path) -> None:
    findings = _chaos(on_sqlite, tmp_path, staff=2, kills=30, sabotage="mark before doing")

    assert findings.lost


def _check(findings: Findings) -> None:
    print(f"{findings.effects} effects of {findings.attempts} attempts through {KILLS} kills")
    assert findings.lost == set()
    assert findings.doubled == set()
    assert findings.never_asked_for == set()
    assert findings.dead == {"poison", "killer"}
    assert all(1 < findings.tries[key] <= MOST_ATTEMPTS for key in findings.dead)
    assert findings.unsettled == 0
    assert findings.attempts > findings.effects + 2 * 8, "nothing was ever redelivered: the kills hit nobody"


def _chaos(url: str, folder: Path, *, staff: int, kills: int, sabotage: str = "") -> Findings:
    def more() -> Iterator[None]:
        for number in range(kills):
            ask_for("ordinary", *(f"ordinary {number}.{each}" for each in range(3)), f"ordinary {number}.0")
            yield

    ordinary = {f"ordinary {number}.{each}" for number in range(kills) for each in range(3)}
    follow_ups = set() if sabotage == "mark before doing" else {f"after {key}" for key in ordinary}
    with nursery(url, folder, sabotage) as workers:
        ask_for("poison", "poison")
        ask_for("killer", "killer")
        kill_while_working(workers, staff=staff, kills=kills, then=more())
        return settle(workers, ordinary | follow_ups, staff=staff)


def _overtake(url: str, folder: Path, sabotage: str = "") -> Findings:
    with nursery(url, folder, sabotage) as workers:
        ask_for("slow at first", *SLOW)
        workers.staff(2)
        return settle(workers, SLOW, staff=2, ended=2 * len(SLOW))
