"""Pieces of a file that arrives over a long time, until they are joined: a folder of the machine for each such file.

A piece is written under another name first, and takes its own only when it is whole and on the disk.
"""

import os
import re
import shutil
from pathlib import Path

from peerlearn.settings import settings

FOLDER = "pieces"
_STEM = re.compile(r"[0-9a-f]{32}")
_PIECE = re.compile(r"\d{16}-\d{6}")


def keep(stem: str, part: int, seq: int, body: bytes) -> None:
    """Put a piece on the disk; the same one again takes its place."""
    folder = _folder(stem)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{part:016d}-{seq:06d}"
    arriving = folder / f"{place.name}.arriving"
    with arriving.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    arriving.rename(place)


def parts(stem: str) -> list[list[Path]]:
    """The pieces of each part, all in order."""
    folder = _folder(stem)
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    by_part: dict[str, list[Path]] = {}
    for name in names:
        if _PIECE.fullmatch(name):
            by_part.setdefault(name.partition("-")[0], []).append(folder / name)
    return list(by_part.values())


def remove(stem: str) -> None:
    """Delete every piece; once more does no harm."""
    shutil.rmtree(_folder(stem), ignore_errors=True)


def _folder(stem: str) -> Path:
    if not _STEM.fullmatch(stem):
        raise ValueError("that is no name of ours")
    return Path(settings.media_folder) / FOLDER / stem
