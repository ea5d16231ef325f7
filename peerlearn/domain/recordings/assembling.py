"""The jobs of recordings: joining what has arrived into one file, and deleting what has expired.

Killed at any moment, the next attempt at a job begins again and finds all it needs: pieces go when the file is
known, and a file is kept only when it is whole. A store that is away is asked again for as long as it takes.
"""

import logging
from datetime import timedelta

from peerlearn.domain.recordings.actions import ASSEMBLE
from peerlearn.domain.recordings.keeping import REMOVE, failed, finished, unassembled
from peerlearn.kit import database, pieces, storage
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.video_join import join_apart

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=10)


@job(ASSEMBLE)
def assemble(run: Run) -> None:
    """Make one file of the pieces."""
    stem = str(run.payload["name"])
    with database.reading() as db:
        wanted = unassembled(db, stem)
    if wanted:
        try:
            size, duration = _joined(stem, f"{run.job_id}-{run.attempt}")
        except storage.StorageAway:
            return _once_more(run)
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
    pieces.remove(stem)
    try:
        storage.remove(storage.recording(stem))
    except storage.StorageAway:
        _once_more(run)


def _joined(stem: str, maker: str) -> tuple[int, int]:
    """Bytes and milliseconds of the file; nothing is left where nothing can be played."""
    with storage.made(storage.recording(stem), maker) as place:
        duration = join_apart(pieces.parts(stem), place)
        if not duration:
            place.unlink(missing_ok=True)
            return 0, 0
        return place.stat().st_size, duration


def _once_more(run: Run) -> None:
    """The store is away: a job of its own tries again, since attempts at this one are counted."""
    stem, wait = str(run.payload["name"]), int(run.payload.get("waited", 0)) + 1
    log.warning("Recording %s… waits for the store for files (%s)", stem[:8], run.kind)
    after = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(wait, 10))
    with run.finish() as work:
        key = f"{run.kind}:{stem}:away:{wait}"
        enqueue(work, run.kind, key=key, payload={"name": stem, "waited": wait}, run_at=work.now + after)
