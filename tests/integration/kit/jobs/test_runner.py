"""The runner: wakes at once, holds on to long jobs, and leaves nothing half done when it stops."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import Job, JobState, Run, Runner, enqueue, job, queue, runner
from peerlearn.kit.work import unit_of_work
from tests.eventually import eventually

pytestmark = pytest.mark.usefixtures("database")

begun: list[int] = []
may_end = threading.Event()


@job("test: wait")
def wait(run: Run) -> None:
    """Works until it is told to end."""
    begun.append(run.attempt)
    may_end.wait(20)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No job has begun, and none is left at the end."""
    begun.clear()
    may_end.clear()
    yield
    may_end.set()


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Runner]:
    """A runner that only looks when it is woken."""
    monkeypatch.setattr(runner, "IDLE_SECONDS", 60.0)
    started = Runner()
    started.start()
    yield started
    may_end.set()
    started.stop()


def test_looks_at_once_when_it_is_woken(running: Runner) -> None:
    _ask("a")

    running.wake()

    eventually(lambda: begun == [1], within=10)


def test_never_forgets_a_wake_that_comes_while_it_looks(running: Runner) -> None:
    may_end.set()

    for n in range(30):
        _ask(f"{n}")
        running.wake()

    eventually(lambda: len(begun) == 30, within=20)


def test_finishes_what_is_in_hand_before_it_stops(running: Runner) -> None:
    _ask("a")
    running.wake()
    eventually(lambda: begun)

    threading.Timer(0.2, may_end.set).start()
    running.stop()

    assert _state("a") == JobState.DONE


def test_begins_nothing_after_it_was_told_to_stop(running: Runner) -> None:
    may_end.set()
    running.stop()

    _ask("a")
    running.wake()

    assert _state("a") == JobState.READY


def test_gives_back_what_does_not_end_in_time(running: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "PATIENCE_SECONDS", 0.1)
    _ask("a")
    running.wake()
    eventually(lambda: begun)

    running.stop()

    assert _state("a") == JobState.READY


def test_holds_on_to_a_job_that_takes_longer_than_a_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "IDLE_SECONDS", 0.02)
    monkeypatch.setattr(runner, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(queue, "LEASE", timedelta(seconds=0.8))
    monkeypatch.setattr(queue, "FIRST_PAUSE_SECONDS", 0.01)
    lengthened = Runner()
    lengthened.start()
    _ask("a")
    first_lease = _lease_after(lambda: bool(begun))

    eventually(lambda: (_lease() or first_lease) > first_lease + timedelta(seconds=1.2))
    may_end.set()
    eventually(lambda: _state("a") == JobState.DONE)
    lengthened.stop()

    assert begun == [1]


def test_works_until_it_is_cancelled_and_then_stops() -> None:
    may_end.set()
    _ask("a")

    async def live() -> None:
        task = asyncio.ensure_future(Runner().run_forever())
        while _state("a") != JobState.DONE:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(asyncio.wait_for(live(), 20))

    eventually(lambda: not [thread for thread in threading.enumerate() if thread.name == "jobs"])


def _ask(key: str) -> None:
    with unit_of_work() as work:
        enqueue(work, "test: wait", key=key)


def _state(key: str) -> str:
    with in_use.reading() as db:
        return db.exec(select(Job.state).where(col(Job.key) == key)).one()


def _lease_after(begins: object) -> object:
    eventually(begins)  # type: ignore[arg-type]
    return _lease()


def _lease() -> object:
    with in_use.reading() as db:
        return db.exec(select(Job.lease_until)).one()
