"""Joins the pieces that a browser's recorder made into one WebM file that has a duration and can be sought in.

`python -m peerlearn.kit.video_join <into> <part> ...`, each part a file that lists its pieces, one a line, runs as a
process of its own: what a stranger's bytes do to a video library ends there, and so does its memory. It prints the
duration in milliseconds; 0 when nothing can be played. Nothing is encoded anew.
"""

import io
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fractions import Fraction

MOST_MEMORY = 400 << 20  # bytes of address space beyond what the process has when it begins
MOST_CPU_SECONDS = 300
MOST_SECONDS = 540  # less than a job may take
MILLISECONDS = 1000


class JoinFailed(Exception):
    """The process that joins ended without a word: it was killed, or what it read was made to harm it."""


def join_apart(parts: Sequence[Sequence[Path]], into: Path) -> int:
    """Join in a process of its own; the duration in milliseconds, 0 when nothing can be played.

    Raises:
        JoinFailed: when it may go better another time.
    """
    lists = []
    try:
        for number, pieces in enumerate(parts):
            lists.append(into.with_name(f"{into.name}.{number}"))
            lists[-1].write_text("\n".join(str(piece) for piece in pieces))
        command = [sys.executable, "-m", "peerlearn.kit.video_join", str(into), *map(str, lists)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise JoinFailed("it took too long") from None
    finally:
        for each in lists:
            each.unlink(missing_ok=True)
    if done.returncode != 0 or not done.stdout.strip().isdigit():
        raise JoinFailed(f"it ended with {done.returncode}: {done.stderr.strip()[-200:]}")
    return int(done.stdout)


def join(parts: Sequence[Sequence[Path]], into: Path) -> int:
    """Copy the packets of all parts, one part after the other; the duration in milliseconds."""
    import av

    target: dict[str, Any] = {}
    with av.open(str(into), "w", format="webm", options={"cues_to_front": "1"}) as out:
        began = 0.0  # seconds of what is there already
        for pieces in parts:
            with suppress(av.error.FFmpegError), av.open(_Pieces(pieces), format="matroska") as part:
                began = _copy(part, out, target, began)
    return _duration(into) if target else 0


def _copy(part: Any, out: Any, target: dict[str, Any], began: float) -> float:
    """Add what can be read of a part; where it ends, in seconds."""
    if not target:  # a file's tracks are fixed by what it begins with
        target.update({one.type: out.add_stream_from_template(one) for one in _tracks(part)})
    ended, last = began, dict[str, int]()
    for packet in _readable(part):
        kind = packet.stream.type
        if kind not in target or packet.dts is None:
            continue
        shift = round(began / packet.time_base)
        packet.dts, packet.pts = packet.dts + shift, packet.pts + shift
        if packet.dts <= last.get(kind, -1):  # damaged, or doubled
            continue
        last[kind] = packet.dts
        ended = max(ended, _end_of(packet.pts, packet.duration, packet.time_base))
        packet.stream = target[kind]
        out.mux(packet)
    return ended


def _tracks(part: Any) -> list[Any]:
    return [*part.streams.video[:1], *part.streams.audio[:1]]


def _readable(part: Any) -> Iterator[Any]:
    """The packets up to where a piece breaks off in the middle."""
    import av

    with suppress(av.error.FFmpegError):
        yield from part.demux()


def _end_of(pts: int, duration: int | None, base: "Fraction") -> float:
    return float((pts + (duration or 0)) * base)


def _duration(place: Path) -> int:
    import av

    try:
        with av.open(str(place), format="matroska") as made:
            return int((made.duration or 0) * MILLISECONDS / av.time_base)
    except av.error.FFmpegError:
        return 0


class _Pieces(io.RawIOBase):
    """Pieces read one after the other as if they were one file, so that they lie on the disk only once."""

    def __init__(self, pieces: Sequence[Path]) -> None:
        super().__init__()
        self._left = list(pieces)
        self._open: Any = None

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none at the end."""
        while True:
            if self._open is None:
                if not self._left:
                    return b""
                self._open = self._left.pop(0).open("rb")
            if found := self._open.read(size):
                return bytes(found)
            self._open.close()
            self._open = None


def _main(into: str, *lists: str) -> None:
    import av  # before the limits: loading it takes address space that says nothing of what is read

    del av
    begun = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if _counted() else 0
    if begun:
        resource.setrlimit(resource.RLIMIT_AS, (begun + MOST_MEMORY, begun + MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    parts = [[Path(line) for line in Path(each).read_text().splitlines()] for each in lists]
    sys.stdout.write(str(join(parts, Path(into))))


def _counted() -> bool:
    return Path("/proc/self/statm").exists()


if __name__ == "__main__":
    _main(*sys.argv[1:])
