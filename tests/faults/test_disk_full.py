"""No page more fits on the disk: every transaction is kept whole or not at all, and all goes on once there is room."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from peerlearn.domain import bookings, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import run_next
from peerlearn.kit.work import NoRoom, act, unit_of_work
from tests.makers import a_learner, an_offering
from tests.snapshot import whole_database

FULL_DISK = "database or disk is full"
PEOPLE = 80  # more than the pages that are left can take
PAGES_LEFT = 2


@pytest.fixture(autouse=True)
def only_on_sqlite(database: str) -> None:
    if not in_use.is_sqlite():
        pytest.skip("PostgreSQL keeps its files by itself")


@contextmanager
def nearly_full() -> Iterator[None]:
    """So few pages are left for every connection of this process."""
    with in_use.reading() as db:
        pages = db.connection().exec_driver_sql("PRAGMA page_count").scalar_one() + PAGES_LEFT

    def limit(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    engine = in_use.engine()
    event.listen(engine, "connect", limit)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


def hold(wish: tuple[int, Viewer]) -> None:
    with unit_of_work() as work:
        bookings.hold(work, wish[0], by=wish[1])


def fill(wishes: list[tuple[int, Viewer]]) -> list[str]:
    """Everybody books until nothing fits any more; what is left of whoever did not come through."""
    left_behind = []
    for wish in wishes:
        before = whole_database()
        try:
            hold(wish)
        except OperationalError as trouble:
            assert FULL_DISK in str(trouble)
            after = whole_database()
            left_behind.append(", ".join(name for name in before if before[name] != after[name]))
    return left_behind


def test_leaves_nothing_half_written_and_goes_on_by_itself() -> None:
    wishes = [(an_offering(), a_learner()) for _ in range(PEOPLE)]

    with nearly_full():
        left_behind = fill(wishes)
        with in_use.reading() as db:
            still_there = verification.verify(db)
        with suppress(OperationalError):  # the worker tries again after a moment, as it does after any trouble
            run_next()
    for wish in wishes:
        hold(wish)

    assert left_behind and not any(left_behind)
    assert still_there == []
    with in_use.reading() as db:
        assert verification.verify(db) == []
        assert len(whole_database()["bookings"]) == PEOPLE


def test_whoever_asks_is_told_that_there_is_no_room() -> None:
    wishes = [(an_offering(), a_learner()) for _ in range(PEOPLE)]

    async def all_ask() -> None:
        for offering_id, learner in wishes:
            await act(bookings.hold, offering_id, by=learner)

    with nearly_full(), pytest.raises(NoRoom):
        asyncio.run(all_ask())


def test_would_notice_statements_that_are_kept_one_by_one(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wishes = [(an_offering(), a_learner()) for _ in range(PEOPLE)]
    monkeypatch.setattr(in_use, "_begin_sqlite", lambda _connection: None)
    in_use.use(database)

    with nearly_full():
        assert any(fill(wishes))
