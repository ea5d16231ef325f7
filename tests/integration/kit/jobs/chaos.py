"""Workers that are killed while they work, and the two books that are compared afterwards."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text
from sqlmodel import col, func, select

from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import Job, JobState, enqueue
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import ROOT

SETTLE_SECONDS = 90.0


@dataclass
class Nursery:
    """Where workers are born, and killed."""

    process: subprocess.Popen[str]
    deliveries: Path
    workers: list[int] = field(default_factory=list)

    def staff(self, wanted: int) -> None:
        """Replace the workers that are gone."""
        self.workers = [pid for pid in self.workers if _lives(pid)]
        while len(self.workers) < wanted:
            assert self.process.stdin is not None and self.process.stdout is not None
            self.process.stdin.write("one more\n")
            self.process.stdin.flush()
            self.workers.append(int(self.process.stdout.readline()))

    def kill_one(self) -> None:
        """SIGKILL to a worker."""
        victim = self.workers.pop(random.randrange(len(self.workers)))
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)

    def count(self, what: str) -> int:
        """How many attempts have "begun", or "ended"."""
        if not self.deliveries.exists():
            return 0
        return sum(line.startswith(what) for line in self.deliveries.read_text().splitlines())

    def tries(self) -> Counter[str]:
        """How often each job was begun."""
        lines = (line.split("\t") for line in self.deliveries.read_text().splitlines())
        return Counter(key for what, key in lines if what == "begun")


@contextmanager
def nursery(url: str, folder: Path, sabotage: str = "") -> Iterator[Nursery]:
    """Workers on this database; all gone at the end."""
    deliveries = folder / "deliveries"
    environment = {**os.environ, "DATABASE_URL": url, "DELIVERIES": str(deliveries), "SABOTAGE": sabotage}
    command = [sys.executable, "-m", "tests.integration.kit.jobs.worker_nursery"]
    with (folder / "workers.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
    made = Nursery(process, deliveries)
    try:
        yield made
    finally:
        for pid in made.workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.kill()
        process.communicate()


@dataclass
class Findings:
    """What the books say when everything is settled."""

    lost: set[str]
    doubled: set[str]
    never_asked_for: set[str]
    attempts: int
    tries: Counter[str]  # how often each was begun, as far as its worker still wrote that down
    effects: int
    dead: set[str]
    unsettled: int


def prepare_effects() -> None:
    """The table that the jobs of these tests write to; it takes doubles, so that they can be found."""
    with in_use.writing() as db:
        db.connection().execute(text("CREATE TABLE effects (key VARCHAR(200) NOT NULL)"))


def ask_for(kind: str, *keys: str) -> None:
    """Enqueue one job for each key, in one transaction."""
    with unit_of_work() as work:
        for key in keys:
            enqueue(work, kind, key=key)


def kill_while_working(workers: Nursery, *, staff: int, kills: int, then: Iterator[None] | None = None) -> None:
    """Kill a worker again and again, each time in the middle of work."""
    for _ in range(kills):
        workers.staff(staff)
        if then is not None:
            next(then, None)
        before, deadline = workers.count("begun"), time.monotonic() + 10
        while workers.count("begun") < before + 4 and _open_jobs() and time.monotonic() < deadline:
            workers.staff(staff)
            time.sleep(0.005)
        time.sleep(random.uniform(0, 0.03))
        workers.kill_one()


def settle(workers: Nursery, expected: set[str], *, staff: int, ended: int = 0) -> Findings:
    """Let everything that is left be done, and this many attempts come to their end; then compare the books."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while (_open_jobs() or workers.count("ended") < ended) and time.monotonic() < deadline:
        workers.staff(staff)
        time.sleep(0.02)
    with in_use.reading() as db:
        effects = Counter(db.connection().execute(text("SELECT key FROM effects")).scalars())
        dead = set(db.exec(select(Job.key).where(col(Job.state) == JobState.DEAD)))
    return Findings(
        lost=expected - set(effects),
        doubled={key for key, times in effects.items() if times > 1},
        never_asked_for=set(effects) - expected,
        attempts=workers.count("begun"),
        tries=workers.tries(),
        effects=effects.total(),
        dead=dead,
        unsettled=_open_jobs(),
    )


def _open_jobs() -> int:
    with in_use.reading() as db:
        still = col(Job.state).in_([JobState.READY, JobState.RUNNING])
        return db.exec(select(func.count()).select_from(Job).where(still)).one()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
