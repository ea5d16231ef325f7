"""Taking the pieces of a recording from the browser that makes it: the mentor's.

A piece is on the disk before it is counted here; one that comes again changes nothing.
"""

from datetime import timedelta

from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.recordings.actions import assemble_soon, give_up, kept_bytes
from peerlearn.domain.recordings.refusals import (
    NotARecording,
    NotTheNextPiece,
    NotYourRecording,
    QuotaUsedUp,
    RecordingOver,
)
from peerlearn.domain.recordings.rules import LARGEST_PIECE, LATE_PIECES, State, fits, is_next
from peerlearn.domain.recordings.tables import Recording, RecordingConsent, RecordingPiece
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit import clock
from peerlearn.kit.work import Work
from peerlearn.settings import settings


def may_send(db: Session, name: str, part: int, seq: int, size: int, *, by: Viewer) -> bool:
    """Whether a piece is wanted now; False when it is here already.

    Raises:
        NotYourRecording, RecordingOver, NotARecording, NotTheNextPiece, QuotaUsedUp.
    """
    recording = _of_sender(db, name, by)
    if _is_kept(db, recording, part, seq):
        return False
    late = recording.stopped_at is not None and clock.now() < recording.stopped_at + LATE_PIECES
    if recording.state != State.RECORDING and not (recording.state == State.STOPPED and late):
        raise RecordingOver()
    if not _both_agreed(db, recording):
        raise NotYourRecording()
    if not 0 < size <= LARGEST_PIECE:
        raise NotARecording()
    if not is_next(_counts(db, recording), part, seq):
        raise NotTheNextPiece()
    if not fits(kept_bytes(db, recording.mentor_id), size, settings.recording_quota_bytes):
        raise QuotaUsedUp()
    return True


def keep_piece(work: Work, name: str, part: int, seq: int, size: int, *, by: Viewer) -> None:
    """Count a piece that is on the disk.

    Raises:
        The same as `may_send`.
    """
    work.db.exec(select(Recording).where(Recording.name == name).with_for_update()).first()
    if not may_send(work.db, name, part, seq, size, by=by):
        return
    recording = _of_sender(work.db, name, by)
    work.db.add(RecordingPiece(recording_id=recording.id or 0, part=part, seq=seq, size_bytes=size))
    recording.taken_bytes += size
    recording.heard_at = work.now


def stop_full(work: Work, name: str, *, by: Viewer) -> None:
    """There is no place for the rest: what is there is kept.

    Raises:
        NotYourRecording.
    """
    recording = _of_sender(work.db, name, by)
    if recording.state == State.RECORDING:
        give_up(work, recording, work.db.get_one(Room, recording.room_id).room_id)


def all_sent(work: Work, name: str, *, by: Viewer) -> None:
    """The sender has no more pieces: once it is stopped, they can be joined at once.

    Raises:
        NotYourRecording.
    """
    recording = _of_sender(work.db, name, by)
    if recording.state == State.STOPPED:
        assemble_soon(work, recording, after=timedelta(), why="sent")


def _of_sender(db: Session, name: str, by: Viewer) -> Recording:
    recording = db.exec(select(Recording).where(Recording.name == name)).first()
    if recording is None or recording.mentor_id != by.user_id:
        raise NotYourRecording()
    return recording


def _both_agreed(db: Session, recording: Recording) -> bool:
    agreed = select(RecordingConsent.user_id).where(
        RecordingConsent.recording_id == recording.id, RecordingConsent.agreed
    )
    return {recording.mentor_id, recording.learner_id} <= set(db.exec(agreed))


def _is_kept(db: Session, recording: Recording, part: int, seq: int) -> bool:
    wanted = select(RecordingPiece.id).where(
        RecordingPiece.recording_id == recording.id, RecordingPiece.part == part, RecordingPiece.seq == seq
    )
    return db.exec(wanted).first() is not None


def _counts(db: Session, recording: Recording) -> dict[int, int]:
    counted = select(RecordingPiece.part, func.count()).where(RecordingPiece.recording_id == recording.id)
    return dict(db.exec(counted.group_by(col(RecordingPiece.part))).all())
