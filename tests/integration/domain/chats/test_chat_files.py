"""Files in a chat on a real database and a real folder: once for each line, and no file that no line has."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from peerlearn.domain import chats, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.chats.files import DROP_FILE, MOST_BEGUN, MOST_FILES, drop_file
from peerlearn.kit import clock, storage
from peerlearn.kit.database import reading
from peerlearn.kit.jobs import Run
from peerlearn.kit.storage.disk import Disk
from peerlearn.kit.work import unit_of_work
from tests.makers import Booked, a_confirmed_booking, a_mentor, an_offering


@pytest.fixture
def booked(database: str) -> Booked:
    """A confirmed session that starts in five minutes."""
    return a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where files are kept meanwhile."""
    storage.use(Disk(tmp_path))
    yield tmp_path
    storage.use(None)


def begin(booked: Booked, line: str, by: Viewer) -> str:
    with unit_of_work() as work:
        return chats.begin_file(work, booked.room_id, line, by=by)


def give(booked: Booked, line: str, by: Viewer, *, size: int = 5) -> bool:
    kept_as = begin(booked, line, by) or "not begun"
    with unit_of_work() as work:
        file = chats.NewFile(kept_as, f"{line}.txt", "text/plain", size)
        return chats.give_file(work, booked.room_id, line, file, by=by)


def files_of(booked: Booked) -> list[str]:
    with reading() as db:
        return [line.file.name for line in chats.newest_lines(db, booked.room_id, by=booked.learner) if line.file]


def test_a_line_has_one_file_and_each_person_lines_of_their_own(booked: Booked) -> None:
    assert give(booked, "a", booked.mentor) is True
    assert begin(booked, "a", booked.mentor) == ""
    assert give(booked, "a", booked.mentor) is False
    assert give(booked, "a", booked.learner) is True
    assert files_of(booked) == ["a.txt", "a.txt"]


def test_of_two_that_arrive_at_once_one_is_kept(booked: Booked) -> None:
    names = [begin(booked, "a", booked.mentor) for _ in range(2)]
    given = []
    for name in names:
        with unit_of_work() as work:
            file = chats.NewFile(name, "a.txt", "text/plain", 5)
            given.append(chats.give_file(work, booked.room_id, "a", file, by=booked.mentor))
    assert given == [True, False]
    assert names[0] != names[1]
    assert files_of(booked) == ["a.txt"]


def test_nobody_else_begins_or_finds_one(booked: Booked) -> None:
    kept_as, stranger = begin(booked, "a", booked.mentor), a_mentor("Ivan")
    for deed in (
        lambda work: chats.begin_file(work, booked.room_id, "b", by=stranger),
        lambda work: chats.give_file(
            work, booked.room_id, "b", chats.NewFile(kept_as, "b.txt", "text/plain", 1), by=stranger
        ),
        lambda work: chats.file_for(work.db, booked.room_id, storage.stem_of(kept_as), by=stranger),
    ):
        with pytest.raises(rooms.NotYourRoom), unit_of_work() as work:
            deed(work)


def test_a_room_takes_so_many_files(booked: Booked) -> None:
    for n in range(MOST_FILES):
        assert give(booked, f"line-{n}", booked.mentor)
    with pytest.raises(chats.RoomIsFull):
        give(booked, "one more", booked.learner)


def test_a_person_begins_so_many_in_an_hour(booked: Booked) -> None:
    for n in range(MOST_BEGUN):
        begin(booked, f"line-{n}", booked.mentor)
    with pytest.raises(chats.TooManyFiles):
        begin(booked, "one more", booked.mentor)
    begin(booked, "mine", booked.learner)
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        begin(booked, "one more", booked.mentor)


def test_the_job_deletes_what_no_line_has_and_nothing_else(booked: Booked, folder: Path) -> None:
    async def once() -> AsyncIterator[bytes]:
        yield b"hello"

    lost, kept = (begin(booked, line, booked.mentor) for line in "ab")
    for name in (lost, kept):
        asyncio.run(storage.keep(name, once()))
    with unit_of_work() as work:
        file = chats.NewFile(kept, "b.txt", "text/plain", 5)
        chats.give_file(work, booked.room_id, "b", file, by=booked.mentor)

    for name in (lost, kept, lost):
        drop_file(Run(1, DROP_FILE, name, {"kept_as": name}, 1))

    assert [path.name for path in folder.iterdir()] == [kept]
