"""Copies of the database: one moment of it while others write, never a damaged one, and a way back from mistakes."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import func, select

from peerlearn.domain import payments
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.tables import LedgerTransaction
from peerlearn.kit import backup, migrations
from peerlearn.kit import database as in_use
from peerlearn.kit.backup import BackupRefused, back_up, put_back
from peerlearn.kit.jobs import enqueue, job
from peerlearn.kit.jobs.tables import Job
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import ROOT
from tests.makers import a_completed_booking, a_learner

on_sqlite = pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="backs up the one file of SQLite")


@job("test.backed_up")
def nothing(_run: object) -> None:
    """Never runs: its rows are what is counted."""


@pytest.fixture
def place(database: str) -> Path:
    """The file that is the database."""
    return Path(str(in_use.engine().url.database))


def checksum_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def sign(file: Path) -> None:
    """Make the checksum fit whatever the file is now."""
    checksum_of(file).write_text(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n")


def people_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as copy:
        return int(copy.execute("SELECT count(*) FROM users").fetchone()[0])


def people_now() -> int:
    with in_use.reading() as db:
        return db.exec(select(func.count()).select_from(User)).one()


def run(*arguments: str, url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "peerlearn", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=60,
    )


@on_sqlite
@pytest.mark.faults
def test_what_was_backed_up_comes_back(database: str, tmp_path: Path) -> None:
    a_completed_booking()
    file, before = tmp_path / "monday.sqlite3", people_now()

    backed_up = run("backup", str(file), url=database)
    a_learner()
    in_use.engine().dispose()
    restored = run("restore", str(file), url=database)

    assert (backed_up.returncode, restored.returncode) == (0, 0), backed_up.stderr + restored.stderr
    checked = ["sha256sum", "--check", checksum_of(file).name]
    assert subprocess.run(checked, cwd=tmp_path, capture_output=True, timeout=30).returncode == 0
    assert people_now() == before
    assert migrations.is_current()
    verified = run("verify", url=database)
    assert (verified.returncode, verified.stdout) == (0, "0 findings\n")
    with in_use.reading() as db:
        assert db.exec(select(func.count()).select_from(LedgerTransaction)).one() == 2
        assert payments.books(db).balance_sum == Money(0)
        assert payments.books(db).captured == Money(110_000)
    aside = next(line.split()[-2] for line in restored.stdout.splitlines() if "was there" in line)
    assert people_in(Path(aside)) == before + 1


@on_sqlite
@pytest.mark.faults
def test_copies_one_moment_while_others_write(place: Path, tmp_path: Path) -> None:
    enough, stop = threading.Event(), threading.Event()

    def write_pairs() -> None:
        number = 0
        while not stop.is_set() and number < 5000:
            with unit_of_work() as work:
                for half in "ab":
                    enqueue(work, "test.backed_up", key=f"{number}{half}", payload={})
            number += 1
            if number == 20:
                enough.set()

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        assert enough.wait(30)
        for number in range(5):
            back_up(tmp_path / f"{number}.sqlite3")
    finally:
        stop.set()
        writer.join(30)

    counted = []
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"{number}.sqlite3")) as copy:
            counted.append(copy.execute("SELECT count(*) FROM jobs WHERE kind = 'test.backed_up'").fetchone()[0])
    with in_use.reading() as db:
        all_of_them = db.exec(select(func.count()).select_from(Job).where(Job.kind == "test.backed_up")).one()
    assert min(counted) >= 40
    assert max(counted) <= all_of_them
    assert [count % 2 for count in counted] == [0] * 5


def flip_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def tear_a_page(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: -file.stat().st_size // 3])
    sign(file)


def make_it_newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    sign(file)


def make_it_somebody_elses(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute("CREATE TABLE something (else_ INTEGER)")
    sign(file)


def lose_the_checksum(file: Path) -> None:
    checksum_of(file).unlink()


def lose_the_file(file: Path) -> None:
    file.unlink()


@on_sqlite
@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (flip_a_byte, backup.WRONG_CHECKSUM),
        (tear_a_page, backup.DAMAGED),
        (make_it_newer, backup.NEWER),
        (make_it_somebody_elses, backup.NOT_OURS),
        (lose_the_checksum, backup.NO_CHECKSUM),
        (lose_the_file, backup.NO_DATABASE),
    ],
)
def test_puts_nothing_back_that_is_not_right(
    place: Path, tmp_path: Path, spoil: Callable[[Path], None], why: str
) -> None:
    file = tmp_path / "monday.sqlite3"
    back_up(file)
    a_learner()
    spoil(file)

    with pytest.raises(BackupRefused) as refused:
        put_back(file)

    named = checksum_of(file) if spoil is lose_the_checksum else file
    assert str(refused.value) == why.format(file=named, schema="9999")
    assert people_now() == 1
    assert [
        each.name for each in place.parent.glob(f"*{place.name}*") if "before" in each.name or "part" in each.name
    ] == []


@on_sqlite
def test_does_not_pull_the_database_from_under_the_site(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "monday.sqlite3"
    back_up(file)
    a_learner()
    with closing(sqlite3.connect(place)) as site:
        site.execute("SELECT count(*) FROM users").fetchone()
        with pytest.raises(BackupRefused, match="in use"):
            put_back(file)
    assert people_now() == 1

    assert put_back(file) is not None
    assert people_now() == 0


@on_sqlite
def test_brings_a_damaged_or_lost_database_back(place: Path, tmp_path: Path) -> None:
    a_learner()
    file = tmp_path / "monday.sqlite3"
    back_up(file)
    in_use.engine().dispose()
    place.write_bytes(b"no database any more" * 1000)
    place.with_name(f"{place.name}-wal").write_bytes(b"a log of something else")

    aside = put_back(file)

    assert aside is not None
    assert aside.read_bytes().startswith(b"no database")
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"a log of something else"
    assert people_now() == 1
    in_use.engine().dispose()
    place.unlink()
    assert put_back(file) is None
    assert people_now() == 1


@on_sqlite
def test_replaces_no_file(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "monday.sqlite3"
    file.write_text("something dear")

    outcome = run("backup", str(file), url=f"sqlite:///{place}")

    assert outcome.returncode == 1
    assert "there already" in outcome.stderr and "Traceback" not in outcome.stderr
    assert file.read_text() == "something dear"
    assert list(tmp_path.iterdir()) == [file]


@on_sqlite
def test_says_where_nothing_can_be_written(place: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="No such file or directory"):
        back_up(tmp_path / "nowhere" / "monday.sqlite3")


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_names_the_commands_of_postgresql(command: str, tmp_path: Path) -> None:
    outcome = run(command, str(tmp_path / "x"), url="postgresql://nobody@127.0.0.1:1/none")

    assert outcome.returncode == 1
    assert "pg_dump" in outcome.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["backup"], ["restore"], ["backup", "a", "b"], ["migrate", "a"]])
def test_wants_one_file(arguments: list[str], tmp_path: Path) -> None:
    outcome = run(*arguments, url=f"sqlite:///{tmp_path}/x")

    assert outcome.returncode == 2
    assert "usage: python -m peerlearn" in outcome.stderr
