"""The unit of work: all or nothing, published afterwards, patient with other writers, off the event loop."""

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, func, select

from peerlearn.domain import audit
from peerlearn.domain.accounts.tables import Failures, User
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit import bus, work
from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import Job, enqueue
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work, act, read, unit_of_work
from tests.eventually import eventually
from tests.makers import a_learner

pytestmark = pytest.mark.usefixtures("database")

HOLD_THE_DATABASE = """
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(3)
database.execute("COMMIT")
"""


@dataclass(frozen=True)
class Renamed:
    """What happens in these tests."""

    user_id: int


@pytest.fixture
def reactions() -> Iterator[dict[type, list[Any]]]:
    """A table of consequences for one test."""
    before = dict(work._reactions)
    table: dict[type, list[Any]] = {}
    yield table
    work.install_reactions(before)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """The topics that a process hears on its bus."""
    topics: list[str] = []
    listening, stop = threading.Event(), threading.Event()

    async def listen() -> None:
        task = asyncio.ensure_future(bus.InProcess.deliver(carrier, lambda topic, _payload: topics.append(topic)))
        await asyncio.sleep(0)
        listening.set()
        await asyncio.to_thread(stop.wait)
        task.cancel()

    carrier = bus.carrier()
    assert isinstance(carrier, bus.InProcess)
    thread = threading.Thread(target=lambda: asyncio.run(listen()))
    thread.start()
    listening.wait()
    yield topics
    stop.set()
    thread.join()


def test_commits_together_what_was_done_and_what_follows(reactions: dict[type, list[Any]]) -> None:
    learner = a_learner()
    reactions[Renamed] = [_note, _send_later]
    work.install_reactions(reactions)

    with unit_of_work() as this:
        _rename(this, learner.user_id, "Lata")

    assert _count(AuditEntry) == 1
    assert _count(Job) == 1


def test_undoes_the_action_when_a_reaction_fails(reactions: dict[type, list[Any]]) -> None:
    learner = a_learner(name="Lalit")
    reactions[Renamed] = [_note, _send_later, _explode]
    work.install_reactions(reactions)

    with pytest.raises(ZeroDivisionError), unit_of_work() as this:
        _rename(this, learner.user_id, "Lata")

    assert _name(learner.user_id) == "Lalit"
    assert _count(AuditEntry) == 0
    assert _count(Job) == 0


def test_undoes_the_reactions_when_the_action_fails_later(reactions: dict[type, list[Any]]) -> None:
    learner = a_learner(name="Lalit")
    reactions[Renamed] = [_note, _send_later]
    work.install_reactions(reactions)

    with pytest.raises(ZeroDivisionError), unit_of_work() as this:
        _rename(this, learner.user_id, "Lata")
        raise ZeroDivisionError

    assert (_name(learner.user_id), _count(AuditEntry), _count(Job)) == ("Lalit", 0, 0)


def test_publishes_each_topic_once_after_the_commit(heard: list[str]) -> None:
    learner = a_learner()

    with unit_of_work() as this:
        this.touch("offerings", "account:1")
        _rename(this, learner.user_id, "Lata")
        this.touch("offerings")
        assert heard == []

    eventually(lambda: heard == ["offerings", "account:1"])


def test_publishes_nothing_that_was_undone(heard: list[str]) -> None:
    with contextlib.suppress(ZeroDivisionError), unit_of_work() as this:
        this.touch("offerings")
        raise ZeroDivisionError
    with unit_of_work() as this:
        this.touch("afterwards")

    eventually(lambda: heard == ["afterwards"])


def test_refuses_a_unit_of_work_inside_another() -> None:
    with unit_of_work(), pytest.raises(RuntimeError, match="inside another"), unit_of_work():
        pass

    with unit_of_work():
        pass


def test_refuses_to_write_where_it_only_reads() -> None:
    learner = a_learner(name="Lalit")

    with pytest.raises(DBAPIError), in_use.reading() as db:
        db.get_one(User, learner.user_id).name = "Lata"
        db.flush()

    with unit_of_work() as this:
        _rename(this, learner.user_id, "Lata")
    assert _name(learner.user_id) == "Lata"


def test_loses_no_write_of_many_at_once() -> None:
    with unit_of_work() as this:
        this.db.add(Failures(key="asha@example.org", last_failed_at=this.now))

    def wrong_password() -> None:
        with unit_of_work() as this:
            counted = this.db.exec(select(Failures).with_for_update()).one()
            counted.failures += 1

    with ThreadPoolExecutor(8) as people:
        for done in [people.submit(wrong_password) for _ in range(100)]:
            done.result()

    with in_use.reading() as db:
        assert db.exec(select(Failures.failures)).one() == 100


def test_sees_one_state_while_it_reads() -> None:
    with in_use.reading() as db:
        before = db.exec(select(func.count()).select_from(User)).one()
        someone = threading.Thread(target=a_learner)
        someone.start()
        someone.join()

        assert db.exec(select(func.count()).select_from(User)).one() == before


def test_waits_for_another_process_that_holds_the_database(database: str) -> None:
    if not in_use.is_sqlite():
        pytest.skip("only a file is held as a whole")
    learner = a_learner(name="Lalit")
    holder = _hold(database)

    async def live() -> int:
        writes = [asyncio.ensure_future(act(_rename, learner.user_id, f"Name {n}")) for n in range(5)]
        reads = 0
        while not any(write.done() for write in writes):
            await read(_name_in, learner.user_id)
            await asyncio.sleep(0.01)
            reads += 1
        await asyncio.gather(*writes)
        return reads

    reads = asyncio.run(live())

    assert holder.wait(10) == 0
    assert reads > 10, "the event loop, or a reader, stood still while the database was held"
    assert _name(learner.user_id).startswith("Name")


def _hold(database: str) -> subprocess.Popen[str]:
    path = database.removeprefix("sqlite:///")
    holder = subprocess.Popen([sys.executable, "-c", HOLD_THE_DATABASE, path], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite3.connect(path, timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
    return holder


def _tell_of_waiting(told: list[bool]) -> Callable[[], Any]:
    """A change of somebody who is told when it takes long."""

    async def change() -> Any:
        work.tell_when_slow(told.append)
        return await act(enqueue, "test: send", key="once")

    return change


def test_tells_who_asked_that_a_change_waits_and_that_it_is_over(database: str) -> None:
    if not in_use.is_sqlite():
        pytest.skip("PostgreSQL has no lock on everything")
    told: list[bool] = []

    holder = _hold(database)
    asyncio.run(_tell_of_waiting(told)())

    assert holder.wait(10) == 0
    assert told == [True, False]
    asyncio.run(_tell_of_waiting(told)())
    assert told == [True, False]


def test_gives_up_as_busy_which_is_no_refusal(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not in_use.is_sqlite():
        pytest.skip("PostgreSQL has no lock on everything")
    monkeypatch.setattr(in_use, "BUSY_TIMEOUT_MS", 100)
    in_use.use(database)
    told: list[bool] = []

    holder = _hold(database)
    with pytest.raises(work.Busy) as busy:
        asyncio.run(_tell_of_waiting(told)())
    with pytest.raises(work.Busy):
        asyncio.run(work.call(_change_on_the_way))

    assert holder.wait(10) == 0
    assert not isinstance(busy.value, Refusal)
    assert told == []


def test_two_changes_that_wait_for_each_other_both_happen() -> None:
    if in_use.is_sqlite():
        pytest.skip("a writer on SQLite is alone, and waits for nobody")
    one, other = a_learner("One").user_id, a_learner("Other").user_id
    tries: list[str] = []
    each_has_one = threading.Barrier(2, timeout=10)

    def rename(this: Work, first: int, then: int, name: str) -> None:
        this.db.get_one(User, first, with_for_update=True)
        tries.append(name)
        if tries.count(name) == 1:
            each_has_one.wait()
        this.db.get_one(User, then, with_for_update=True).name = name

    async def both() -> None:
        await asyncio.gather(act(rename, one, other, "Arun"), act(rename, other, one, "Bina"))

    asyncio.run(both())

    with in_use.reading() as db:
        assert [db.get_one(User, who).name for who in (other, one)] == ["Arun", "Bina"]
    assert len(tries) == 3


def _change_on_the_way() -> None:
    with unit_of_work() as this:
        enqueue(this, "test: send", key="once")


def _rename(this: Work, user_id: int, name: str) -> None:
    this.db.get_one(User, user_id).name = name
    this.tell(Renamed(user_id))


def _note(this: Work, event: Renamed) -> None:
    audit.record(this, "account.rename", actor_id=event.user_id)


def _send_later(this: Work, event: Renamed) -> None:
    enqueue(this, "test: send", key=f"rename {event.user_id}")


def _explode(this: Work, event: Renamed) -> None:
    this.db.flush()
    raise ZeroDivisionError


def _name_in(db: Session, user_id: int) -> str:
    return db.get_one(User, user_id).name


def _name(user_id: int) -> str:
    with in_use.reading() as db:
        return _name_in(db, user_id)


def _count(table: type) -> int:
    with in_use.reading() as db:
        return db.exec(select(func.count()).select_from(table)).one()
