"""Recordings as pictures for pages: what goes on in a room now, and what there is to watch."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain import rooms
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.recordings.actions import open_recording
from peerlearn.domain.recordings.links import link_to, may_read
from peerlearn.domain.recordings.rules import State
from peerlearn.domain.recordings.tables import Recording
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit import clock

SHOWN = (State.STOPPED, State.READY, State.FAILED, State.EXPIRED)


@dataclass(frozen=True)
class Now:
    """What goes on in a room: `state` is empty, asked or recording; `name` only for the side that records."""

    state: str
    mine: bool  # the viewer asked
    name: str
    declined: bool  # the viewer asked before, and was not heard


@dataclass(frozen=True)
class RecordingCard:
    """One recording as somebody sees it who may; without links while there is nothing to fetch."""

    number: int
    state: str
    began_at: str
    expires_at: str
    minutes: int
    megabytes: str
    watch: str
    download: str


def now_in(db: Session, room_id: str, *, by: Viewer) -> Now:
    """What goes on in a room.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    place = rooms.place_for(db, room_id, by=by)
    recording = open_recording(db, place.room_key)
    asked = select(Recording.id).where(
        Recording.room_id == place.room_key, Recording.state == State.DECLINED, Recording.asked_by == by.user_id
    )
    declined = db.exec(asked).first() is not None
    if recording is None:
        return Now("", False, "", declined)
    records = recording.state == State.RECORDING and recording.mentor_id == by.user_id
    return Now(recording.state, recording.asked_by == by.user_id, recording.name if records else "", declined)


def of_room(db: Session, room_id: str, *, by: Viewer) -> tuple[RecordingCard, ...]:
    """What was recorded in a room, oldest first.

    Raises:
        NotYourRoom: for everybody but the two, and admins.
    """
    if by.role != Role.ADMIN:
        rooms.place_for(db, room_id, by=by)
    found = select(Recording).join(Room, col(Room.id) == col(Recording.room_id)).where(Room.room_id == room_id)
    shown = found.where(col(Recording.state).in_(SHOWN)).order_by(col(Recording.id))
    rows = [row for row in db.exec(shown).all() if may_read(row, by)]
    return tuple(_card(row, number, by) for number, row in enumerate(rows, 1))


def _card(row: Recording, number: int, by: Viewer) -> RecordingCard:
    ready = row.state == State.READY and row.expires_at is not None and row.expires_at > clock.now()
    now = clock.now()
    return RecordingCard(
        number=number,
        state=row.state,
        began_at=row.began_at.isoformat() if row.began_at else "",
        expires_at=row.expires_at.isoformat() if row.expires_at else "",
        minutes=max(1, round(row.duration_ms / 60_000)),
        megabytes=f"{max(row.size_bytes, 100_000) / 1_000_000:.1f}",
        watch=link_to(row.name, by=by, now=now) if ready else "",
        download=link_to(row.name, by=by, now=now, download=True) if ready else "",
    )
