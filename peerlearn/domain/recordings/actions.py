"""Asking for a recording, answering, stopping; and ending those that nobody ends."""

from datetime import timedelta

from sqlmodel import Session, and_, col, func, or_, select

from peerlearn.domain import audit, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.recordings.refusals import (
    AlreadyDeclined,
    AlreadyRecording,
    BothMustBeHere,
    QuotaUsedUp,
    RecordingOver,
)
from peerlearn.domain.recordings.rules import (
    ASKED_FOR,
    LATE_PIECES,
    OPEN,
    VANISHED_AFTER,
    State,
    state_after,
)
from peerlearn.domain.recordings.tables import Recording, RecordingConsent
from peerlearn.domain.rooms import Place
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit import ids
from peerlearn.kit.jobs import enqueue
from peerlearn.kit.work import Work
from peerlearn.settings import settings

ASSEMBLE = "assemble_recording"


def topic(room_id: str) -> str:
    """What a tab that shows the recordings of a room watches."""
    return f"recordings:{room_id}"


def ask(work: Work, room_id: str, *, by: Viewer) -> None:
    """Say yes to a recording oneself, and ask the other.

    Raises:
        NotYourRoom, BothMustBeHere, AlreadyRecording, AlreadyDeclined, QuotaUsedUp.
    """
    place = _place_of_two(work, room_id, by)
    earlier = work.db.exec(select(Recording).where(Recording.room_id == place.room_key)).all()
    if any(one.state in OPEN for one in earlier):
        raise AlreadyRecording()
    if any(one.state == State.DECLINED and one.asked_by == by.user_id for one in earlier):
        raise AlreadyDeclined()
    if kept_bytes(work.db, place.mentor_id) >= settings.recording_quota_bytes:
        raise QuotaUsedUp()
    recording = Recording(
        name=ids.public_id(),
        room_id=place.room_key,
        mentor_id=place.mentor_id,
        learner_id=place.learner_id,
        state=State.ASKED,
        asked_by=by.user_id,
        asked_at=work.now,
    )
    work.db.add(recording)
    work.db.flush()
    _answer(work, recording, by, yes=True)
    work.touch(topic(room_id))


def answer(work: Work, room_id: str, yes: bool, *, by: Viewer) -> None:
    """Agree to what the other asks, or not; the recording begins with the second yes and no sooner.

    Raises:
        NotYourRoom, RecordingOver: when nobody asks any more, BothMustBeHere.
    """
    place = rooms.place_for(work.db, room_id, by=by, lock=True)
    recording = open_recording(work.db, place.room_key)
    if recording is None or recording.state != State.ASKED or recording.asked_by == by.user_id:
        raise RecordingOver()
    if yes:
        _place_of_two(work, room_id, by)
    _answer(work, recording, by, yes=yes)
    given = work.db.exec(select(RecordingConsent).where(RecordingConsent.recording_id == recording.id)).all()
    both = (recording.mentor_id, recording.learner_id)
    recording.state = state_after(both, {one.user_id: one.agreed for one in given})
    if recording.state == State.RECORDING:
        recording.began_at = recording.heard_at = work.now
    work.touch(topic(room_id))


def stop(work: Work, room_id: str, *, by: Viewer) -> None:
    """End the recording, whoever of the two one is; or take one's question back.

    Raises:
        NotYourRoom.
    """
    place = rooms.place_for(work.db, room_id, by=by, lock=True)
    recording = open_recording(work.db, place.room_key)
    if recording is None:
        return
    if recording.state == State.RECORDING:
        _end(work, recording, room_id, by.user_id)
    elif recording.asked_by == by.user_id:
        recording.state = State.DECLINED
        work.touch(topic(room_id))


def stop_with_room(work: Work, booking_id: int) -> None:
    """The lesson is over, and its recording with it."""
    room = work.db.exec(select(Room).where(Room.booking_id == booking_id)).first()
    recording = open_recording(work.db, room.id or 0) if room is not None else None
    if room is not None and recording is not None:
        give_up(work, recording, room.room_id)


def sweep(work: Work) -> None:
    """End questions without an answer, and recordings of which nothing is heard any more; run every few seconds."""
    unanswered = and_(col(Recording.state) == State.ASKED, col(Recording.asked_at) < work.now - ASKED_FOR)
    silent = and_(col(Recording.state) == State.RECORDING, col(Recording.heard_at) < work.now - VANISHED_AFTER)
    for recording in work.db.exec(select(Recording).where(or_(unanswered, silent)).with_for_update()).all():
        give_up(work, recording, work.db.get_one(Room, recording.room_id).room_id)


def open_recording(db: Session, room_key: int) -> Recording | None:
    """The recording of a room that is asked for or under way."""
    wanted = select(Recording).where(Recording.room_id == room_key, col(Recording.state).in_(OPEN))
    return db.exec(wanted).first()


def kept_bytes(db: Session, mentor_id: int) -> int:
    """How much place a mentor's recordings take."""
    total = func.sum(Recording.taken_bytes + Recording.size_bytes)
    gone = (State.FAILED, State.EXPIRED)
    wanted = select(total).where(Recording.mentor_id == mentor_id, col(Recording.state).not_in(gone))
    return int(db.exec(wanted).one() or 0)


def assemble_soon(work: Work, recording: Recording, *, after: timedelta, why: str) -> None:
    """Have the pieces joined; the second of two such jobs finds nothing to do."""
    payload = {"name": recording.name}
    enqueue(work, ASSEMBLE, key=f"{ASSEMBLE}:{recording.name}:{why}", payload=payload, run_at=work.now + after)


def _place_of_two(work: Work, room_id: str, by: Viewer) -> Place:
    place = rooms.place_for(work.db, room_id, by=by, lock=True)
    room = work.db.get_one(Room, place.room_key)
    if place.ended or not room.mentor_instance or not room.learner_instance:
        raise BothMustBeHere()
    return place


def _answer(work: Work, recording: Recording, by: Viewer, *, yes: bool) -> None:
    work.db.add(RecordingConsent(recording_id=recording.id or 0, user_id=by.user_id, agreed=yes, answered_at=work.now))
    work.db.flush()
    deed = "recording.agree" if yes else "recording.decline"
    audit.record(work, deed, actor_id=by.user_id, target=f"recording:{recording.id}")


def give_up(work: Work, recording: Recording, room_id: str) -> None:
    """End a recording, or a question for one, that nobody ends."""
    if recording.state == State.RECORDING:
        _end(work, recording, room_id, None)
    else:
        recording.state = State.DECLINED
        work.touch(topic(room_id))


def _end(work: Work, recording: Recording, room_id: str, by: int | None) -> None:
    recording.state, recording.stopped_at, recording.stopped_by = State.STOPPED, work.now, by
    audit.record(work, "recording.stop", actor_id=by, target=f"recording:{recording.id}")
    assemble_soon(work, recording, after=LATE_PIECES, why="late")
    work.touch(topic(room_id))
