"""The door to files, the same for every place: a folder of this machine, and a bucket of a real server over HTTP."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from peerlearn.kit import clock, storage
from peerlearn.kit.storage.bucket import PART, Bucket
from peerlearn.kit.storage.disk import Disk
from tests.servers import Store

NAME = f"{1:032x}.webm"
OTHER = storage.file_name(f"{2:032x}")
LARGE = 2 * PART + 12_345  # three parts
PATIENCE = timedelta(seconds=2)


def bucket_of(store: Store, folder: Path, **otherwise: str) -> Bucket:
    said = {"bucket": store.bucket, "access_key": "test-access", "secret_key": "test-secret", **otherwise}
    return Bucket(folder, endpoint=store.url, region="us-east-1", patience=PATIENCE, **said)


@pytest.fixture(params=["disk", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[storage.Place]:
    """Where files are kept meanwhile."""
    if request.param == "disk":
        used: storage.Place = Disk(tmp_path)
    else:
        used = bucket_of(request.getfixturevalue("store"), tmp_path)
    storage.use(used)
    yield used
    storage.use(None)


@pytest.fixture
def bucket(store: Store, tmp_path: Path) -> Iterator[Store]:
    """The same, always the bucket; the server that it is in."""
    storage.use(bucket_of(store, tmp_path))
    yield store
    storage.use(None)


async def in_chunks(body: bytes, size: int = 300_000) -> AsyncIterator[bytes]:
    for at in range(0, len(body), size):
        yield body[at : at + size]


def kept(body: bytes, name: str = NAME) -> int:
    return asyncio.run(storage.keep(name, in_chunks(body)))


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if not storage.is_name(path.name)]


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("size", [0, 1, 1_000_000, LARGE])
def test_keeps_what_arrives_byte_for_byte(size: int) -> None:
    body = os.urandom(size)

    assert kept(body) == size

    assert storage.size(NAME) == size
    assert not size or storage.read(NAME, 0, size) == body


def test_gives_any_part_of_it(place: storage.Place) -> None:
    body = os.urandom(50_000)
    kept(body)

    assert storage.read(NAME, 0, 1) == body[:1]
    assert storage.read(NAME, 10_000, 20_000) == body[10_000:30_000]
    assert storage.read(NAME, 49_990, 1_000) == body[-10:]


def test_what_breaks_off_leaves_nothing(place: storage.Place) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"a beginning"
        raise ConnectionError("the line is cut")

    with pytest.raises(ConnectionError):
        asyncio.run(storage.keep(NAME, broken()))

    assert storage.size(NAME) is None
    assert left_in(place.folder) == []


def test_what_is_made_is_kept_when_it_is_there_at_the_end(place: storage.Place) -> None:
    with storage.made(NAME, "1-1") as growing:
        growing.write_bytes(b"x" * LARGE)
        assert storage.size(NAME) is None
    with storage.made(OTHER, "1-1") as growing:
        growing.write_bytes(b"nothing that can be played")
        growing.unlink()
    with pytest.raises(RuntimeError), storage.made(OTHER, "1-2") as growing:
        growing.write_bytes(b"half")
        raise RuntimeError("it went wrong")

    assert (storage.size(NAME), storage.size(OTHER)) == (LARGE, None)
    assert left_in(place.folder) == []


def test_the_same_may_be_made_twice(place: storage.Place) -> None:
    for attempt in "12":
        with storage.made(NAME, attempt) as growing:
            growing.write_bytes(b"the same")

    assert storage.read(NAME, 0, 100) == b"the same"


def test_removes_for_good_and_once_more(place: storage.Place) -> None:
    kept(b"hello")
    (place.folder / f"{NAME}.arriving").write_bytes(b"left by a crash")

    for _ in range(2):
        storage.remove(NAME)

    assert storage.size(NAME) is None
    assert list(place.folder.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        storage.read(NAME, 0, 1)


def test_lists_what_is_kept_and_nothing_else(place: storage.Place) -> None:
    assert list(storage.kept()) == []
    kept(b"hello")
    kept(b"hi", OTHER)
    if isinstance(place, Disk):
        (place.folder / "somebody-elses.txt").write_bytes(b"no")

    found = {one.name: one for one in storage.kept()}

    assert {name: one.size for name, one in found.items()} == {NAME: 5, OTHER: 2}
    assert all(abs(clock.now() - one.since) < timedelta(minutes=1) for one in found.values())


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("name", ["../site.sqlite3", "x.webm", f"{1:032x}", f"{1:032x}.exe", "", f"{1:032x}.webm/x"])
def test_knows_no_other_names(name: str) -> None:
    assert storage.size(name) is None
    storage.remove(name)
    with pytest.raises(FileNotFoundError):
        storage.read(name, 0, 1)
    with pytest.raises(ValueError):
        kept(b"hello", name)


def test_lists_more_than_fit_into_one_answer(bucket: Store) -> None:
    with httpx.Client(base_url=bucket.url, trust_env=False) as behind:
        for number in range(1_050):
            behind.put(f"/{bucket.bucket}/{number:032x}.file", content=b"x").raise_for_status()
        behind.put(f"/{bucket.bucket}/notes/{1:032x}.file", content=b"x").raise_for_status()

    assert len({one.name for one in storage.kept()}) == 1_050


@pytest.mark.parametrize("trouble", ["killed", "hanging"])
def test_says_that_the_store_is_away_and_goes_on_by_itself(bucket: Store, tmp_path: Path, trouble: str) -> None:
    kept(b"hello")
    if trouble == "killed":
        bucket.kill()
    else:
        bucket.hang()

    try:
        for ask in (lambda: storage.size(NAME), lambda: storage.read(NAME, 0, 1), lambda: list(storage.kept())):
            with pytest.raises(storage.StorageAway):
                ask()
        with pytest.raises(storage.StorageAway):
            kept(b"hi", OTHER)
    finally:
        bucket.start() if trouble == "killed" else bucket.go_on()

    assert left_in(tmp_path) == []
    assert kept(b"hi again", OTHER) == 8
    assert storage.read(OTHER, 0, 8) == b"hi again"


def test_a_store_that_dies_while_a_large_file_goes_there_has_none_of_it(bucket: Store, tmp_path: Path) -> None:
    dying = threading.Timer(0.3, bucket.kill)
    with pytest.raises(storage.StorageAway), storage.made(NAME, "1-1") as growing:
        with growing.open("wb") as file:
            file.truncate(64 * PART)
        dying.start()
    dying.join()

    bucket.start()

    assert storage.size(NAME) is None
    assert left_in(tmp_path) == []


def test_a_bucket_that_is_not_there_is_a_store_that_is_away(store: Store, tmp_path: Path) -> None:
    storage.use(bucket_of(store, tmp_path, bucket="another-bucket"))
    try:
        with pytest.raises(storage.StorageAway):
            kept(b"hello")
    finally:
        storage.use(None)


def test_never_says_its_secrets(store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    place = bucket_of(store, tmp_path, bucket="another-bucket", secret_key="a-very-secret-key")
    with pytest.raises(storage.StorageAway) as trouble:
        place.put(NAME, Path(__file__))

    assert "a-very-secret-key" not in f"{place!r} {vars(place)} {trouble.value} {caplog.text}"
