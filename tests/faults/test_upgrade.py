"""A database in use goes through every migration there is, killed in the middle: it is whole as before, or as after."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterable

import pytest

from peerlearn.domain import verification
from peerlearn.kit import database as in_use
from peerlearn.kit import migrations
from peerlearn.settings import ROOT
from tests.faults.full import FULL, SEED
from tests.makers import a_completed_booking, a_failed_refund, a_held_booking, a_request

# Kills itself just before its n-th statement; with "one by one" nothing is one transaction, with "fails" it only ends.
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
if sabotage == "fails":
    raise SystemExit(1)
migrations.upgrade()
"""
KILLED = -9
MOST_STEPS = 400
TAKEN_AWAY = {"sign_in_failures"}  # by a migration: the tables that may be gone, with their rows
# The newest one in the short form; every one in the long form, each killed at three of its steps.
RELEASES = sorted(file.name[:4] for file in (ROOT / "alembic" / "versions").glob("[0-9]*.py"))
KILLED_FROM = RELEASES[:-1] if FULL else RELEASES[-2:-1]
KILLS = 3


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


def kills(url: str, steps: Iterable[int], sabotage: str = "") -> list[str]:
    """Kill the upgrade at one step after the other, then let it come through; what was not as before."""
    before, times = state(), 0
    for die_at in steps:
        code = migrate(url, die_at, sabotage)
        if code not in (KILLED, 0):
            return [f"step {die_at} was not reached: the migration ended with {code}"]
        if code == 0:
            break
        times += 1
        if state() != before:
            return [f"killed at step {die_at}: neither the old schema nor the new one"]
    if not times:
        return ["the migration was never killed"]
    return [] if migrate(url, MOST_STEPS, sabotage) == 0 else ["the migration never ends"]


def some_steps(revision: str) -> list[int]:
    """The first ones, where the newest migration has its own; in the long form the first and any of those to come."""
    if not FULL:
        return [1, 2, 3, 5, 8]
    print(f"seed {SEED}")
    still_to_come = range(2, 8 * len(RELEASES[RELEASES.index(revision) :]))
    return [1, *sorted(random.Random(f"{SEED} {revision}").sample(still_to_come, KILLS - 1))]


def in_use_for_a_while() -> None:
    """What every release has had rows of: people, sessions, bookings, money that came, was earned and went back."""
    a_completed_booking(stars=5)
    a_request()
    a_held_booking()
    a_failed_refund()


def in_any_order(schema: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """A schema whose tables were copied: the words that each is made of, in whatever order."""
    return [(name, sorted(re.split(r'[\s,()"]+', sql))) for name, sql in schema]


def lost(rows: dict[str, int], rows_now: dict[str, int]) -> list[str]:
    """Which tables have not as many rows as they had, or are gone."""
    kept = {name: count for name, count in rows.items() if name in rows_now or name not in TAKEN_AWAY}
    return [
        f"{name}: {rows_now.get(name, 'none')} of {count} rows"
        for name, count in kept.items()
        if rows_now.get(name) != count
    ]


def all_is_there(rows: dict[str, int]) -> None:
    """Nothing that an older schema had is lost, and all of it can be true."""
    assert migrations.is_current()
    _, rows_now = state()
    assert lost(rows, rows_now) == []
    with in_use.reading() as db:
        assert [str(finding) for finding in verification.verify(db)] == []


@pytest.mark.parametrize("revision", KILLED_FROM)
def test_is_whole_whenever_it_is_killed(revision: str, database: str) -> None:
    in_use_for_a_while()
    migrations.downgrade(revision)
    _, rows = state()

    assert kills(database, some_steps(revision)) == []

    all_is_there(rows)


def walk_down(revisions: list[str]) -> list[str]:
    """Take one revision after the other back, and bring each in again; where what it brings is not what was there."""
    found = []
    for revision in revisions:
        schema, rows = state()
        migrations.downgrade(revision)
        _, older = state()
        migrations.upgrade("+1")
        again, rows_again = state()
        if in_any_order(again) != in_any_order(schema):
            found.append(f"after {revision}: another schema")
        found += lost({name: rows[name] for name in older if name in rows}, rows_again)
        migrations.downgrade(revision)
    return found


def test_every_release_comes_up_to_date_with_its_rows(database: str) -> None:
    in_use_for_a_while()
    newest, _ = state()

    assert walk_down(RELEASES[-2::-1]) == []

    _, rows = state()
    assert sum(rows.values()) > 20 and "bookings" in rows
    migrations.upgrade()
    assert in_any_order(state()[0]) == in_any_order(newest)
    all_is_there(rows)


def test_would_notice_rows_that_a_migration_loses(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    in_use_for_a_while()
    upgrade = migrations.upgrade

    def upgrade_and_lose(revision: str = "head") -> None:
        upgrade(revision)
        with in_use.writing() as db:
            db.connection().exec_driver_sql("DELETE FROM audit_log WHERE id = 1")

    monkeypatch.setattr(migrations, "upgrade", upgrade_and_lose)

    assert walk_down(RELEASES[-2:-3:-1])


def test_would_notice_steps_that_are_kept_one_by_one(database: str) -> None:
    a_request()
    migrations.downgrade(RELEASES[-2])

    assert kills(database, [1, 2, 3], sabotage="one by one")


def test_would_notice_a_table_that_a_migration_takes_away() -> None:
    rows = {"ratings": 0, "bookings": 2, "sign_in_failures": 3}

    assert lost(rows, {"bookings": 2}) == ["ratings: none of 0 rows"]


@pytest.mark.parametrize(("sabotage", "found"), [("fails", "ended with 1"), ("", "never killed")])
def test_would_notice_that_nothing_was_killed(sabotage: str, found: str, database: str) -> None:
    migrations.downgrade(RELEASES[-2])

    [words] = kills(database, [MOST_STEPS], sabotage)

    assert found in words
