"""Booking and paying at a fixed rate on SQLite, and whether anybody ever hears that the database is locked.

`make bench-money`; `ARGS="--rate 100 --seconds 5"` for more or less. Every other write holds a session for a learner,
the others are the money of a hold that was made a second before: the two transactions that a booking costs, each by
the domain's own action through the same door as a page's (`act`). Beside them a worker, a process of its own, does the
jobs that they cause and writes to the same file. Each is timed from when it was due until its commit.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import people, report
from benchmarks.open_loop import due_at, ms_since
from peerlearn.domain import bookings, payments
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import clock, database
from peerlearn.kit.work import Work, act
from peerlearn.settings import ROOT
from tests import makers

RATE, SECONDS = 50, 20.0
PAID_AFTER_SECONDS = 1.0
KINDS = ("hold", "payment")
LOCKED = "database is locked"
P95_BAR_MS = 150


@dataclass
class Tally:
    """How long writes took, and what went wrong instead, in the words that a person would be shown the cause of."""

    took_ms: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    troubles: Counter[str] = field(default_factory=Counter)

    async def note(self, kind: str, due: float, write: Awaitable[Any]) -> None:
        """Wait for one write and write down how it went."""
        try:
            await write
        except Exception as trouble:
            self.troubles[LOCKED if LOCKED in str(trouble) else type(trouble).__name__] += 1
        else:
            self.took_ms[kind].append(ms_since(due))


def main() -> None:
    """Measure, and say whether the bars hold."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--rate", type=int, default=RATE, help="writes per second, holds and payments together")
    reader.add_argument("--seconds", type=float, default=SECONDS)
    wanted = reader.parse_args()
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as scratch:
        run = measure(Path(scratch), wanted.rate, wanted.seconds)
    print("booking writes, ms\n" + report.table(run["writes"]))
    print("\nbars\n" + report.table(run["bars"]))
    print(f"\nwritten to {report.write('money', run)}")


def measure(folder: Path, rate: int, seconds: float) -> dict[str, Any]:
    """Book and pay so many times a second on a fresh database in this folder."""
    url = f"sqlite:///{folder / 'site.sqlite3'}"
    people.use_fresh_database(url)
    pairs = int(rate * seconds) // 2
    mentor = makers.a_mentor()
    first = clock.now() + timedelta(days=7)
    wants = [
        (makers.an_offering(mentor, starts_at=first + timedelta(hours=2 * number)), makers.a_learner())
        for number in range(pairs)
    ]
    with _a_worker(url, folder):
        tally = asyncio.run(_book_and_pay(wants, rate))
    with database.reading() as db:
        books = payments.books(db)
    return _figures(tally, rate, pairs, balance=books.balance_sum.paise)


async def _book_and_pay(wants: Sequence[tuple[int, Viewer]], rate: int) -> Tally:
    """One hold and one payment in turn; whoever holds pays a second later."""
    tally, began = Tally(), time.monotonic()
    every = 2 / rate
    async with asyncio.TaskGroup() as everybody:
        for number, (offering_id, learner) in enumerate(wants):
            due = await due_at(began + number * every)
            everybody.create_task(_one_booking(tally, due, offering_id, learner, every / 2))
    return tally


async def _one_booking(tally: Tally, due: float, offering_id: int, learner: Viewer, offset: float) -> None:
    held: list[int] = []

    async def hold() -> None:
        held.append(await act(bookings.hold, offering_id, by=learner))

    await tally.note("hold", due, hold())
    due = await due_at(due + PAID_AFTER_SECONDS + offset)
    if held:
        await tally.note("payment", due, act(_money_arrives, held[0]))


def _money_arrives(work: Work, booking_id: int) -> None:
    makers.pay(booking_id, work)


@contextmanager
def _a_worker(url: str, folder: Path) -> Iterator[None]:
    """The durable jobs in a process of its own, on the same database."""
    environment = {**os.environ, "PEERLEARN_ENV": "development", "DATABASE_URL": url, "REDIS_URL": "", "SMTP_HOST": ""}
    with (folder / "worker.log").open("wb") as log:
        command = [sys.executable, "-m", "peerlearn", "worker"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _figures(tally: Tally, rate: int, pairs: int, *, balance: int) -> dict[str, Any]:
    """The spread of each kind and of all, and the bars."""
    both = [ms for kind in KINDS for ms in tally.took_ms[kind]]
    named = {**tally.took_ms, "both": both}
    writes = [{"write": kind, "done": len(took), **report.spread(took)} for kind, took in named.items()]
    bars = [
        report.verdict(f"booking write p95 ms at {rate} a second", report.spread(both).get("p95", 0), P95_BAR_MS),
        report.verdict(f"people who read {LOCKED!r}", tally.troubles[LOCKED], 0),
        report.verdict("writes not done", 2 * pairs - len(both), 0),
        report.verdict("paise by which the ledger is off", abs(balance), 0),
    ]
    return {"writes": writes, "troubles": dict(tally.troubles), "bars": bars}


if __name__ == "__main__":
    main()
