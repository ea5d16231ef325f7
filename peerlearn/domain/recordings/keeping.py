"""From pieces to a file, and from a file to nothing: what the jobs report, and what is forgotten."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from peerlearn.domain import audit
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.recordings.actions import topic
from peerlearn.domain.recordings.rules import State
from peerlearn.domain.recordings.tables import Recording, RecordingPiece
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit.jobs import enqueue
from peerlearn.kit.work import Work
from peerlearn.settings import settings

REMOVE = "remove_recording"
AT_ONCE = 100


def unassembled(db: Session, name: str) -> bool:
    """Whether a recording waits to be joined."""
    wanted = select(Recording.id).where(Recording.name == name, Recording.state == State.STOPPED)
    return db.exec(wanted).first() is not None


def finished(work: Work, name: str, *, size_bytes: int, duration_ms: int) -> None:
    """It is joined, and both may watch it until it expires."""
    recording = _stopped(work, name)
    if recording is not None:
        recording.state, recording.size_bytes, recording.duration_ms = State.READY, size_bytes, duration_ms
        recording.expires_at = work.now + timedelta(days=settings.recording_days)
        _settle(work, recording)


def failed(work: Work, name: str) -> None:
    """Nothing in it can be played."""
    recording = _stopped(work, name)
    if recording is not None:
        recording.state = State.FAILED
        _settle(work, recording)


def expire(work: Work) -> int:
    """Let some recordings go whose time is over; how many there were."""
    over = select(Recording).where(Recording.state == State.READY, col(Recording.expires_at) <= work.now)
    rows = work.db.exec(over.limit(AT_ONCE).with_for_update()).all()
    for recording in rows:
        recording.state = State.EXPIRED
        enqueue(work, REMOVE, key=f"{REMOVE}:{recording.name}", payload={"name": recording.name})
        work.touch(topic(work.db.get_one(Room, recording.room_id).room_id))
    return len(rows)


def note_watched(work: Work, name: str, *, by: Viewer, download: bool) -> None:
    """Write down who fetched a recording."""
    recording = work.db.exec(select(Recording).where(Recording.name == name)).one()
    deed = "recording.download" if download else "recording.watch"
    audit.record(work, deed, actor_id=by.user_id, target=f"recording:{recording.id}")


def _stopped(work: Work, name: str) -> Recording | None:
    wanted = select(Recording).where(Recording.name == name, Recording.state == State.STOPPED)
    return work.db.exec(wanted.with_for_update()).first()


def _settle(work: Work, recording: Recording) -> None:
    recording.taken_bytes = 0
    work.db.execute(delete(RecordingPiece).where(col(RecordingPiece.recording_id) == recording.id))
    work.touch(topic(work.db.get_one(Room, recording.room_id).room_id))
