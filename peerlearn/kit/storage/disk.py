"""Files in a folder of this machine."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from peerlearn.kit.storage.names import is_name
from peerlearn.kit.storage.place import Kept


class Disk:
    """A folder, which is also where files grow: a whole one only takes its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, whole: Path) -> None:
        """Give it its name once its bytes are on the disk."""
        with whole.open("rb") as file:
            os.fsync(file.fileno())
        whole.rename(self.folder / name)

    def size(self, name: str) -> int | None:
        """How many bytes a file has; None when there is none."""
        place = self.folder / name
        return place.stat().st_size if place.is_file() else None

    def read(self, name: str, start: int, most: int) -> bytes:
        """Some of its bytes, fewer only at its end."""
        with (self.folder / name).open("rb") as file:
            file.seek(start)
            return file.read(most)

    def remove(self, name: str) -> None:
        """Delete a file; once more does no harm."""
        (self.folder / name).unlink(missing_ok=True)

    def kept(self) -> Iterator[Kept]:
        """Every file of ours in the folder."""
        if not self.folder.is_dir():
            return
        with os.scandir(self.folder) as found:
            for one in found:
                if is_name(one.name):
                    said = one.stat()
                    yield Kept(one.name, said.st_size, datetime.fromtimestamp(said.st_mtime, UTC))
