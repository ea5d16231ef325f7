"""The queue: a job is written with its cause, done once, tried again, and given up in the end."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from peerlearn.domain.accounts.tables import User
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import (
    MOST_ATTEMPTS,
    Job,
    JobState,
    LeaseLost,
    Run,
    enqueue,
    failed_for_good,
    job,
    queue,
    run_next,
)
from peerlearn.kit.work import unit_of_work
from tests.makers import a_learner

pytestmark = pytest.mark.usefixtures("database")

done: list[str] = []


@pytest.fixture(autouse=True)
def nothing_done_yet() -> Iterator[None]:
    """Each test counts for itself."""
    done.clear()
    yield


@job("test: count")
def count(run: Run) -> None:
    """Remembers its key."""
    done.append(run.key)


@job("test: rename")
def rename(run: Run) -> None:
    """Changes a row together with its mark."""
    with run.finish() as work:
        work.db.get_one(User, run.payload["user_id"]).name = "Renamed"


@job("test: fail")
def always_fail(run: Run) -> None:
    """Changes a row, but fails before the end."""
    with run.finish() as work:
        work.db.get_one(User, run.payload["user_id"]).name = "Half done"
        work.db.flush()
        raise ValueError("the printer is on fire")


@job("test: fail late")
def fail_late(run: Run) -> None:
    """Is done, and fails afterwards."""
    done.append(run.key)
    with run.finish():
        pass
    raise ValueError("too late")


def test_does_a_job_once() -> None:
    _ask("test: count", "a")

    assert [run_next(), run_next()] == [True, False]
    assert done == ["a"]
    assert _job("a").state == JobState.DONE
    assert _job("a").finished_at is not None


def test_forgets_a_job_whose_cause_was_undone() -> None:
    with suppress(ZeroDivisionError), unit_of_work() as work:
        enqueue(work, "test: count", key="a")
        raise ZeroDivisionError

    assert not run_next()


def test_takes_the_same_key_for_one_job_for_ever() -> None:
    _ask("test: count", "a")
    _ask("test: count", "a")
    run_next()
    _ask("test: count", "a")
    run_next()

    assert done == ["a"]


def test_takes_the_same_key_for_one_job_however_many_ask_at_once() -> None:
    with ThreadPoolExecutor(8) as people:
        for asked in [people.submit(_ask, "test: count", f"key {n % 5}") for n in range(80)]:
            asked.result()

    while run_next():
        pass
    assert sorted(done) == [f"key {n}" for n in range(5)]


def test_gives_each_job_to_one_worker_only() -> None:
    for n in range(40):
        _ask("test: count", f"{n}")

    with ThreadPoolExecutor(6) as workers:
        list(workers.map(lambda _: [run_next() for _ in range(20)], range(6)))
    while run_next():
        pass

    assert sorted(done, key=int) == [f"{n}" for n in range(40)]


def test_waits_until_a_job_is_due() -> None:
    with unit_of_work() as work:
        enqueue(work, "test: count", key="later", run_at=work.now + timedelta(hours=1))
        enqueue(work, "test: count", key="overdue", run_at=work.now - timedelta(hours=1))

    while run_next():
        pass
    assert done == ["overdue"]


def test_commits_the_effect_with_the_mark() -> None:
    learner = a_learner()
    _ask("test: rename", "a", user_id=learner.user_id)

    run_next()

    assert _user(learner.user_id).name == "Renamed"
    assert _job("a").state == JobState.DONE


def test_undoes_what_a_failed_attempt_wrote_and_tries_again_later() -> None:
    learner = a_learner(name="Lalit")
    _ask("test: fail", "a", user_id=learner.user_id)

    run_next()

    assert _user(learner.user_id).name == "Lalit"
    assert _job("a").state == JobState.READY
    assert _job("a").last_error == "ValueError: the printer is on fire"
    assert _job("a").lease_until is None


def test_gives_up_after_the_last_attempt() -> None:
    learner = a_learner()
    _ask("test: fail", "a", user_id=learner.user_id)

    for _ in range(MOST_ATTEMPTS):
        _make_due("a")
        assert run_next()

    _make_due("a")
    assert not run_next()
    assert _job("a").state == JobState.DEAD
    assert _job("a").attempts == MOST_ATTEMPTS


def test_counts_what_failed_for_good_until_somebody_has_looked() -> None:
    _ask("test: count", "a")
    _ask("test: count", "b")
    with unit_of_work() as work:
        work.db.exec(update(Job).where(col(Job.key) == "a").values(state=JobState.DEAD))

    with in_use.reading() as db:
        assert failed_for_good(db) == 1


def test_does_not_repeat_what_failed_after_it_was_done() -> None:
    _ask("test: fail late", "a")

    run_next()

    assert _job("a").state == JobState.DONE
    assert not run_next()


def test_keeps_a_job_of_a_kind_that_only_a_newer_release_knows() -> None:
    _ask("test: from the future", "a")

    run_next()

    assert _job("a").state == JobState.READY
    assert "test: from the future" in _job("a").last_error


def test_takes_back_a_job_whose_worker_died() -> None:
    _ask("test: count", "a")
    dead_workers_run = queue.claim()
    assert dead_workers_run is not None
    assert queue.claim() is None

    _let_the_lease_end("a")
    assert queue.claim() is None, "it waits a moment, so that a killer does not take others along"
    _make_due("a")

    assert run_next()
    assert done == ["a"]


def test_a_run_that_was_overtaken_can_neither_finish_nor_fail_nor_hold_on() -> None:
    _ask("test: count", "a")
    slow = queue.claim()
    assert slow is not None
    _let_the_lease_end("a")
    queue.claim()
    _make_due("a")
    fast = queue.claim()
    assert fast is not None

    with pytest.raises(LeaseLost), slow.finish():
        pass
    queue.fail(slow, ValueError("late"))
    queue.give_back(slow)
    assert not queue.extend(slow)

    assert _job("a").state == JobState.RUNNING
    with fast.finish():
        pass
    assert _job("a").state == JobState.DONE


def test_gives_up_a_job_that_ends_its_worker_each_time() -> None:
    _ask("test: count", "a")

    for _ in range(MOST_ATTEMPTS):
        _make_due("a")
        assert queue.claim() is not None
        _let_the_lease_end("a")
        assert queue.claim() is None

    assert _job("a").state == JobState.DEAD
    assert _job("a").last_error == "its worker died or hung"


def _ask(kind: str, key: str, **payload: int) -> None:
    with unit_of_work() as work:
        enqueue(work, kind, key=key, payload=payload)


def _job(key: str) -> Job:
    with in_use.reading() as db:
        return db.exec(select(Job).where(col(Job.key) == key)).one()


def _user(user_id: int) -> User:
    with in_use.reading() as db:
        return db.get_one(User, user_id)


def _make_due(key: str) -> None:
    with unit_of_work() as work:
        work.db.connection().execute(update(Job).where(col(Job.key) == key).values(run_at=clock.now()))


def _let_the_lease_end(key: str) -> None:
    with unit_of_work() as work:
        work.db.connection().execute(update(Job).where(col(Job.key) == key).values(lease_until=clock.now()))
