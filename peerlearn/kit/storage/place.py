"""What every place for files can do, and how it says that it cannot be reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from peerlearn.kit.refusal import Refusal


class StorageAway(Refusal):
    """The place for files does not answer, or refuses us; nothing is lost, and another time it may go well."""

    message = "Files can't be reached for the moment. Please try again in a minute."


@dataclass(frozen=True)
class Kept:
    """A file that is there, and since when."""

    name: str
    size: int
    since: datetime


class Place(Protocol):
    """Where whole files are kept. A name is written once; whatever cannot be reached raises StorageAway."""

    folder: Path  # of this machine, where a file grows until it is whole

    def put(self, name: str, whole: Path) -> None:
        """Keep a file that lies complete in the folder: from here on it is there, whole, or not at all."""

    def size(self, name: str) -> int | None:
        """How many bytes a file has; None when there is none."""

    def read(self, name: str, start: int, most: int) -> bytes:
        """Some of its bytes, fewer only at its end.

        Raises:
            FileNotFoundError.
        """

    def remove(self, name: str) -> None:
        """Delete a file; once more does no harm."""

    def kept(self) -> Iterator[Kept]:
        """Every file that is there."""
