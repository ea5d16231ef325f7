"""The newest migration is killed in the middle, on a database in use: that is whole as before, and then as after."""

import os
import subprocess
import sys

import pytest

from peerlearn.domain import verification
from peerlearn.kit import database as in_use
from peerlearn.kit import migrations
from peerlearn.settings import ROOT
from tests.faults.full import FULL
from tests.makers import a_completed_booking, a_request

# Kills itself just before its n-th statement, and says so; with "one by one" nothing is one transaction.
MIGRATE = """
import os, signal, sys
from sqlalchemy import Engine, event
from peerlearn.kit import database, migrations
die_at, sabotage = int(sys.argv[1]), sys.argv[2]
if sabotage == "one by one":
    database._begin_sqlite = lambda connection: None
statements = 0
@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    global statements
    statements += not statement.lstrip().startswith(("PRAGMA", "SELECT"))
    if statements == die_at:
        os.kill(os.getpid(), signal.SIGKILL)
migrations.upgrade()
"""
KILLED = -9
REVISIONS = 5 if FULL else 1
MOST_STEPS = 400


@pytest.fixture(autouse=True)
def only_on_sqlite(database: str) -> None:
    if not in_use.is_sqlite():
        pytest.skip("tests/integration/test_migrations.py kills on PostgreSQL")


def migrate(url: str, die_at: int, sabotage: str = "") -> int:
    """The exit code of a migration in a process of its own."""
    command = [sys.executable, "-c", MIGRATE, str(die_at), sabotage]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, timeout=60).returncode


def state() -> tuple[list[tuple[str, str]], dict[str, int]]:
    """The schema and how many rows every table has."""
    with in_use.reading() as db:
        run = db.connection().exec_driver_sql
        schema = sorted(run("SELECT name, coalesce(sql, '') FROM sqlite_master").tuples().all())
        tables = [name for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return schema, {name: run(f'SELECT count(*) FROM "{name}"').scalar_one() for name in tables}


def kills(url: str, sabotage: str = "") -> list[str]:
    """Kill the upgrade at one step after the other until it comes through; what was not as before."""
    before, found = state(), []
    for die_at in _steps():
        if migrate(url, die_at, sabotage) != KILLED:
            return found
        if state() != before:
            return [*found, f"killed at step {die_at}: neither the old schema nor the new one"]
    raise AssertionError("the migration never ends")


def _steps() -> list[int]:
    return list(range(1, MOST_STEPS)) if FULL else [1, 2, 3, 5, 8, MOST_STEPS]


def test_is_whole_whenever_it_is_killed(database: str) -> None:
    a_completed_booking()
    a_request()
    migrations.downgrade(f"-{REVISIONS}")
    _, rows = state()

    assert kills(database) == []

    assert migrations.is_current()
    _, rows_now = state()
    assert {name: rows_now[name] for name in rows} == rows
    with in_use.reading() as db:
        assert [str(finding) for finding in verification.verify(db)] == []


def test_would_notice_steps_that_are_kept_one_by_one(database: str) -> None:
    a_request()
    migrations.downgrade(f"-{REVISIONS}")

    assert kills(database, sabotage="one by one")
