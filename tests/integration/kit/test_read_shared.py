"""Shared reads: one query for many who ask the same, and never an answer older than a change they could know of."""

import asyncio
import itertools
import threading
import time
from collections.abc import Iterator

import pytest
from sqlmodel import Session, func, select

from peerlearn.domain.accounts.tables import User
from peerlearn.kit import bus, work
from peerlearn.kit.work import read_kept, read_shared
from tests.makers import a_learner

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def nothing_shared_yet() -> Iterator[None]:
    """Each test asks for the first time."""
    work._hear(bus.CATCH_UP, None)
    yield
    work._hear(bus.CATCH_UP, None)


def test_asks_once_for_all_who_want_the_same() -> None:
    asked = itertools.count()

    def people(db: Session, at_least: int = 0) -> int:
        next(asked)
        return max(_people(db), at_least)

    async def ask() -> list[int]:
        return await asyncio.gather(*(read_shared(people, at_least=n % 2) for n in range(200)))

    assert asyncio.run(ask()) == [0, 1] * 100
    assert next(asked) == 2


def test_whoever_tries_again_does_not_hear_of_the_last_failure() -> None:
    answers = iter([ConnectionError("the database is away"), 7])

    def sometimes(_db: Session) -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def ask() -> int:
        with pytest.raises(ConnectionError):
            await read_kept(["a topic"], sometimes)
        return await read_kept(["a topic"], sometimes)

    assert asyncio.run(ask()) == 7


def test_sees_a_change_though_an_older_answer_is_on_its_way() -> None:
    read_before, go_on = threading.Event(), threading.Event()

    def slowly(db: Session) -> int:
        count = _people(db)
        read_before.set()
        assert go_on.wait(10)
        return count

    async def ask() -> tuple[int, int]:
        older = asyncio.ensure_future(read_shared(slowly))
        await asyncio.to_thread(read_before.wait)
        await asyncio.to_thread(a_learner)
        newer = asyncio.ensure_future(read_shared(slowly))
        await asyncio.sleep(0)
        go_on.set()
        return await older, await newer

    assert asyncio.run(ask()) == (0, 1)


def test_asks_again_when_another_process_says_that_something_changed() -> None:
    asked = itertools.count()

    async def ask() -> list[int]:
        first = await read_shared(_counting, asked)
        again = await read_shared(_counting, asked)
        bus._hear("offerings", None)
        return [first, again, await read_shared(_counting, asked)]

    assert asyncio.run(ask()) == [0, 0, 1]


def test_asks_again_after_a_moment_even_when_it_heard_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = itertools.count()
    monkeypatch.setattr(work, "SHARED_SECONDS", 0.01)

    async def ask() -> list[int]:
        first = await read_shared(_counting, asked)
        await asyncio.to_thread(time.sleep, 0.05)
        return [first, await read_shared(_counting, asked)]

    assert asyncio.run(ask()) == [0, 1]


def test_goes_on_for_the_others_when_one_gives_up() -> None:
    asked, go_on = itertools.count(), threading.Event()

    def slowly(db: Session) -> int:
        assert go_on.wait(10)
        return _counting(db, asked)

    async def ask() -> int:
        impatient = asyncio.ensure_future(read_shared(slowly))
        patient = asyncio.ensure_future(read_shared(slowly))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.sleep(0)
        go_on.set()
        return await patient

    assert asyncio.run(ask()) == 0


def test_keeps_an_answer_through_the_writing_of_others_until_its_topic_is_touched() -> None:
    asked = itertools.count()

    async def ask() -> int:
        return await read_kept(["mentors"], _counting, asked)

    async def story() -> list[int]:
        answers = [await ask()]
        await asyncio.to_thread(a_learner)
        bus._hear("offerings", None)
        answers.append(await ask())
        await work.act(_touch, "mentors")
        answers.append(await ask())
        bus._hear("mentors", None)
        answers.append(await ask())
        bus._hear(bus.CATCH_UP, None)
        return [*answers, await ask()]

    assert asyncio.run(story()) == [0, 0, 1, 2, 3]


def test_keeps_no_answer_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = itertools.count()
    monkeypatch.setattr(work, "KEPT_SECONDS", 0.01)

    async def story() -> list[int]:
        first = await read_kept(["mentors"], _counting, asked)
        await asyncio.sleep(0.05)
        return [first, await read_kept(["mentors"], _counting, asked)]

    assert asyncio.run(story()) == [0, 1]


def test_strangers_who_ask_for_anything_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "MOST_KEPT", 5)

    async def story() -> None:
        for number in range(100):
            await read_kept(["mentors"], _echo, number)

    asyncio.run(story())

    assert 0 < len(work._kept) <= 5


def _touch(unit: work.Work, topic: str) -> None:
    unit.touch(topic)


def _echo(_db: Session, number: int) -> int:
    return number


def _people(db: Session) -> int:
    return db.exec(select(func.count()).select_from(User)).one()


def _counting(_db: Session, asked: "itertools.count[int]") -> int:
    return next(asked)
