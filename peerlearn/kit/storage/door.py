"""The one door to files that people give us, wherever they are kept.

What is still arriving grows in a folder of this machine under another name, and is kept only when it is whole.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from peerlearn.kit.storage.disk import Disk
from peerlearn.kit.storage.names import is_name
from peerlearn.kit.storage.place import Kept, Place
from peerlearn.settings import settings

P = ParamSpec("P")
R = TypeVar("R")

AT_ONCE = 1 << 20  # bytes that wait in memory until they are written

# Its own threads: a store that hangs must not hold up passwords and payments.
_threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="storage")
_in_use: Place | None = None


def use(place: Place | None) -> None:
    """Keep files there from here on; None: where the settings say."""
    global _in_use
    _in_use = place


async def keep(name: str, chunks: AsyncIterator[bytes]) -> int:
    """Keep what arrives under a name; how many bytes there were.

    Whatever breaks it off leaves no file.

    Raises:
        StorageAway.
    """
    arriving = _growing(name, "arriving")
    try:
        with await aside(_opened, arriving) as file:
            size = await _written(file, chunks)
            await aside(os.fsync, file.fileno())
        await aside(_place().put, name, arriving)
    finally:
        arriving.unlink(missing_ok=True)
    return size


@contextmanager
def made(name: str, maker: str) -> Iterator[Path]:
    """A place to make a file in; it is kept when it is there at the end.

    Args:
        name: the name it takes.
        maker: tells those apart who make it at the same time.

    Raises:
        StorageAway.
    """
    growing = _growing(name, f"{maker}.arriving")
    growing.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield growing
        if growing.exists():
            _place().put(name, growing)
    finally:
        growing.unlink(missing_ok=True)


def size(name: str) -> int | None:
    """How many bytes a kept file has; None when there is none, and for what is no name.

    Raises:
        StorageAway.
    """
    return _place().size(name) if is_name(name) else None


def read(name: str, start: int, most: int) -> bytes:
    """Some bytes of a kept file, fewer only at its end.

    Raises:
        FileNotFoundError, StorageAway.
    """
    if not is_name(name):
        raise FileNotFoundError(name)
    return _place().read(name, start, most)


def remove(name: str) -> None:
    """Delete a file, also one that is still arriving or was left by a crash; once more does no harm.

    Raises:
        StorageAway.
    """
    if not is_name(name):
        return
    for left in _place().folder.glob(f"{name}.*"):
        left.unlink(missing_ok=True)
    _place().remove(name)


def kept() -> Iterator[Kept]:
    """Every file that is kept.

    Raises:
        StorageAway.
    """
    return _place().kept()


async def aside(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run one of these off the event loop, on threads that are for files alone."""
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(function, *args, **kwargs))


def _place() -> Place:
    global _in_use
    if _in_use is None:
        _in_use = _place_of_settings()
    return _in_use


def _place_of_settings() -> Place:
    folder = Path(settings.media_folder)
    if not settings.s3_bucket:
        return Disk(folder)
    from peerlearn.kit.storage.bucket import Bucket  # takes 10 MB, which a site without a store need not have

    return Bucket(
        folder,
        endpoint=settings.s3_endpoint,
        bucket=settings.s3_bucket,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
        region=settings.s3_region,
    )


async def _written(file: BinaryIO, chunks: AsyncIterator[bytes]) -> int:
    size, waiting = 0, bytearray()
    async for chunk in chunks:
        size += len(chunk)
        waiting += chunk
        if len(waiting) >= AT_ONCE:
            await aside(file.write, bytes(waiting))
            waiting.clear()
    await aside(file.write, bytes(waiting))
    await aside(file.flush)
    return size


def _opened(growing: Path) -> BinaryIO:
    growing.parent.mkdir(parents=True, exist_ok=True)
    return growing.open("xb")


def _growing(name: str, ending: str) -> Path:
    if not is_name(name):
        raise ValueError("that is no name of a file of ours")
    return _place().folder / f"{name}.{ending}"
