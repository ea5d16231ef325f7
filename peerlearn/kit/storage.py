"""The one door to files that people give us: a folder of this machine, under names that nobody can guess.

A name is 32 hexadecimal digits and an ending: a video's kind, or `file` for what is only ever given out to be kept.
Anything else is no name, so that no path can be made of one.
What is still arriving has another name, and takes its own only when it is whole and on the disk.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from peerlearn.settings import settings

# What a video must begin with, by the ending of its name; the types are those that browsers are told.
VIDEO_TYPES = {"mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime"}
FIRST_BYTES = 64
AT_ONCE = 1 << 20  # bytes that wait in memory until they are written

_FILE = "file"
_NAME = re.compile(rf"[0-9a-f]{{32}}\.({'|'.join((*VIDEO_TYPES, _FILE))})")
_MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}
_EBML, _WEBM = b"\x1a\x45\xdf\xa3", b"webm"


def video_kind(first: bytes) -> str:
    """Which kind of video begins with these bytes: an ending of VIDEO_TYPES, or nothing. Names and claims say nothing.

    MP4 and QuickTime begin with a box `ftyp` and its brand, WebM with an EBML head that says so.
    """
    if first[4:8] == b"ftyp":
        return "mov" if first[8:12] == b"qt  " else "mp4" if first[8:12] in _MP4_BRANDS else ""
    return "webm" if first.startswith(_EBML) and _WEBM in first[:FIRST_BYTES] else ""


def file_name(stem: str) -> str:
    """The name of a file that is no video."""
    return f"{stem}.{_FILE}"


def stem_of(name: str) -> str:
    """The part of a name that nobody can guess."""
    return name.partition(".")[0]


def recording(stem: str) -> str:
    """The name of a joined recording."""
    return f"{stem}.webm"


def place_of(name: str) -> Path | None:
    """Where a kept file is; None when there is none."""
    if not _NAME.fullmatch(name):
        return None
    place = _folder() / name
    return place if place.is_file() else None


async def keep(name: str, chunks: AsyncIterator[bytes]) -> int:
    """Write what arrives under a name, a little at a time; how many bytes there were.

    Whatever breaks it off leaves no file.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("that is no name of a file of ours")
    arriving = _arriving(name)
    try:
        with await asyncio.to_thread(_opened, arriving) as file:
            size = await _written(file, chunks)
            await asyncio.to_thread(os.fsync, file.fileno())
        arriving.rename(_folder() / name)
    except BaseException:
        arriving.unlink(missing_ok=True)
        raise
    return size


@contextmanager
def made(name: str, maker: str) -> Iterator[Path]:
    """A place to make a file in; it takes its name when it is there at the end, whole and on the disk.

    Args:
        name: the name it takes.
        maker: tells those apart who make it at the same time.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("that is no name of a file of ours")
    place = _folder() / f"{name}.{maker}.arriving"
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield place
        if place.exists():
            with place.open("rb") as file:
                os.fsync(file.fileno())
            place.rename(_folder() / name)
    finally:
        place.unlink(missing_ok=True)


def remove(name: str) -> None:
    """Delete a file, also one that is still arriving or was left by a crash; once more does no harm."""
    if _NAME.fullmatch(name):
        for place in (_folder() / name, *_folder().glob(f"{name}.*")):
            with suppress(FileNotFoundError):
                place.unlink()


async def _written(file: BinaryIO, chunks: AsyncIterator[bytes]) -> int:
    size, waiting = 0, bytearray()
    async for chunk in chunks:
        size += len(chunk)
        waiting += chunk
        if len(waiting) >= AT_ONCE:
            await asyncio.to_thread(file.write, bytes(waiting))
            waiting.clear()
    await asyncio.to_thread(file.write, bytes(waiting))
    await asyncio.to_thread(file.flush)
    return size


def _opened(place: Path) -> BinaryIO:
    place.parent.mkdir(parents=True, exist_ok=True)
    return place.open("xb")


def _arriving(name: str) -> Path:
    return _folder() / f"{name}.arriving"


def _folder() -> Path:
    return Path(settings.media_folder)
