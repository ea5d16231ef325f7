"""Another process holds the database for seconds: people wait, and every write is done once it lets go."""

import functools
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import func, select

from peerlearn.domain import bookings
from peerlearn.domain.bookings.tables import Booking
from peerlearn.kit import database as in_use
from tests.faults.full import FULL
from tests.makers import a_learner, an_offering
from tests.rush import all_at_once

LEARNERS = 20
SECONDS = 9.5 if FULL else 8.0
HOLDER = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
held.execute("ROLLBACK")
"""


@contextmanager
def held_by_another(url: str, seconds: float) -> Iterator[None]:
    """Somebody else is the writer for so long."""
    command = [sys.executable, "-c", HOLDER, url.removeprefix("sqlite:///"), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.kill()


def book_meanwhile(url: str, seconds: float) -> list[int | BaseException]:
    """Everybody books a session of their own while the database is held; what each heard."""
    deeds = [functools.partial(bookings.hold, offering_id=an_offering(), by=a_learner()) for _ in range(LEARNERS)]
    read = threading.Event()

    def look() -> None:
        with in_use.reading() as db:
            bookings.bookable_offerings(db)
        read.set()

    with held_by_another(url, seconds):
        threading.Thread(target=look).start()
        assert read.wait(seconds / 2), "whoever only looks must not wait"
        return all_at_once(deeds)


def test_every_write_waits_and_is_done(database: str) -> None:
    if not in_use.is_sqlite():
        pytest.skip("PostgreSQL has no lock on everything")

    outcomes = book_meanwhile(database, SECONDS)

    assert [type(outcome) for outcome in outcomes] == [int] * LEARNERS
    with in_use.reading() as db:
        assert db.exec(select(func.count()).select_from(Booking)).one() == LEARNERS


def test_would_notice_people_who_are_turned_away(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not in_use.is_sqlite():
        pytest.skip("PostgreSQL has no lock on everything")
    monkeypatch.setattr(in_use, "BUSY_TIMEOUT_MS", 10)
    in_use.use(database)

    outcomes = book_meanwhile(database, 2)

    assert "database is locked" in " ".join(map(str, outcomes))
