"""Another process holds the database for seconds: people wait, and every write is done once it lets go."""

import asyncio
import functools
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from sqlmodel import func, select

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.tables import Booking
from peerlearn.kit import database as in_use
from peerlearn.kit import work as kit_work
from peerlearn.kit.work import Busy, act, tell_when_slow
from tests.faults import bars
from tests.faults.full import FULL
from tests.makers import a_learner, an_offering
from tests.rush import all_at_once

LEARNERS = 20
SECONDS = 8.0
# Longer than a change waits, which the short form does not for as long as the product.
TOO_LONG_SECONDS, WAITS_MS = (60.0, in_use.BUSY_TIMEOUT_MS) if FULL else (4.0, 800)
TURN_SECONDS, PRESSES_AGAIN_SECONDS = 0.05, 0.3
HOLDER = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
held.execute("ROLLBACK")
"""


@dataclass
class Waiting:
    """How somebody fared who wanted something while the database was held."""

    told: list[bool] = field(default_factory=list)  # that it takes long, and that it is over
    told_after: list[float] = field(default_factory=list)  # seconds
    turned_away: int = 0
    turns: int = 0  # that others had meanwhile on the same event loop


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


async def press_until_done(offering_id: int, learner: Viewer) -> Waiting:
    """Book one session, and press again whenever the site is too busy."""
    how, began = Waiting(), time.monotonic()

    def tell(slow: bool) -> None:
        how.told.append(slow)
        how.told_after.append(time.monotonic() - began)

    async def take_turns() -> None:
        while True:
            await asyncio.sleep(TURN_SECONDS)
            how.turns += 1

    others = asyncio.create_task(take_turns())
    tell_when_slow(tell)
    while True:
        try:
            await act(bookings.hold, offering_id, by=learner)
            break
        except Busy:
            how.turned_away += 1
            await asyncio.sleep(PRESSES_AGAIN_SECONDS)
    others.cancel()
    return how


async def all_press(people: list[tuple[int, Viewer]]) -> list[Waiting]:
    """All at once."""
    return list(await asyncio.gather(*(press_until_done(*each) for each in people)))


def test_whoever_waits_too_long_is_told_so_and_has_it_when_they_ask_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not in_use.is_sqlite():
        pytest.skip("PostgreSQL has no lock on everything")
    monkeypatch.setattr(in_use, "BUSY_TIMEOUT_MS", WAITS_MS)
    people = [(an_offering(), a_learner()) for _ in range(LEARNERS)]
    in_use.use(database)

    with held_by_another(database, TOO_LONG_SECONDS):
        began = time.monotonic()
        heard = asyncio.run(all_press(people))
        took = time.monotonic() - began

    assert heard[0].turned_away > 0 and sum(how.turned_away for how in heard) > 2, "nobody waited too long"
    assert all(how.told[:2] == [True, False] and how.told.count(True) == how.told.count(False) for how in heard)
    assert min(how.turns for how in heard) > TOO_LONG_SECONDS / TURN_SECONDS / 4, "everything stood still"
    bars.note("R13", "until somebody is told, s", min(how.told_after[0] for how in heard), 1)
    bars.note("R13", "all was done after the release, s", took - TOO_LONG_SECONDS, 2)
    with in_use.reading() as db:
        assert db.exec(select(func.count()).select_from(Booking)).one() == LEARNERS


def test_would_notice_that_nobody_is_told(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not in_use.is_sqlite():
        pytest.skip("PostgreSQL has no lock on everything")
    monkeypatch.setattr(kit_work, "SLOW_SECONDS", 3600.0)
    one = (an_offering(), a_learner())

    with held_by_another(database, 2.0):
        [how] = asyncio.run(all_press([one]))

    assert how.told == []


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
