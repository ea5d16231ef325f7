"""The jobs of recordings: joining what has arrived into one file, and deleting what has expired.

Killed at any moment, the next attempt at a job begins again and finds all it needs: pieces go when the file is
known, and a file takes its name only when it is whole.
"""

from peerlearn.domain.recordings.actions import ASSEMBLE
from peerlearn.domain.recordings.keeping import REMOVE, failed, finished, unassembled
from peerlearn.kit import database, pieces, storage
from peerlearn.kit.jobs import Run, job
from peerlearn.kit.video_join import join_apart


@job(ASSEMBLE)
def assemble(run: Run) -> None:
    """Make one file of the pieces."""
    stem = str(run.payload["name"])
    with database.reading() as db:
        wanted = unassembled(db, stem)
    if wanted:
        size, duration = _joined(stem, f"{run.job_id}-{run.attempt}")
        with run.finish() as work:
            if duration:
                finished(work, stem, size_bytes=size, duration_ms=duration)
            else:
                failed(work, stem)
    pieces.remove(stem)


@job(REMOVE)
def remove(run: Run) -> None:
    """Delete what has expired."""
    stem = str(run.payload["name"])
    storage.remove(storage.recording(stem))
    pieces.remove(stem)


def _joined(stem: str, maker: str) -> tuple[int, int]:
    """Bytes and milliseconds of the file; nothing is left where nothing can be played."""
    with storage.made(storage.recording(stem), maker) as place:
        duration = join_apart(pieces.parts(stem), place)
        if not duration:
            place.unlink(missing_ok=True)
            return 0, 0
        return place.stat().st_size, duration
