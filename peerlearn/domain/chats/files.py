"""Pictures and documents in a chat: beginning to send one, giving it to the other, finding it again.

A file is written outside any transaction, so its name has a job that deletes it unless a line has it by then.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, func, select

from peerlearn.domain import audit, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.chats.actions import LONGEST_LINE_ID, is_told, topic
from peerlearn.domain.chats.refusals import RoomIsFull, TooManyFiles, Unnamed
from peerlearn.domain.chats.tables import ChatFile, Message
from peerlearn.kit import database, ids, storage
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work

LARGEST_FILE = 10_000_000
MOST_FILES, MOST_BYTES = 60, 150_000_000  # of one room
BEGAN = "chat.file_began"
MOST_BEGUN, COUNT_FOR = 120, timedelta(hours=1)
ARRIVES_WITHIN = timedelta(minutes=10)
DROPPED_AFTER = timedelta(hours=1)  # longer than one may take to arrive
DROP_FILE = "drop_unused_chat_file"


@dataclass(frozen=True)
class NewFile:
    """A file that was looked at and is on the disk; width and height are a picture's."""

    kept_as: str
    name: str
    media_type: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class KeptFile:
    """Where a file lies, and how it is given out."""

    kept_as: str
    name: str
    media_type: str


def begin_file(work: Work, room_id: str, line_id: str, *, by: Viewer) -> str:
    """Let one of the two send a file as a line; the name to keep it under, nothing when it is there already.

    Raises:
        NotYourRoom, RoomClosed, Unnamed, RoomIsFull, TooManyFiles.
    """
    place = rooms.place_for(work.db, room_id, by=by, lock=True)
    if not 0 < len(line_id) <= LONGEST_LINE_ID:
        raise Unnamed()
    if is_told(work.db, place, line_id, by):
        return ""
    _must_take(work.db, place, more=1)
    if audit.how_often(work.db, BEGAN, actor_id=by.user_id, since=work.now - COUNT_FOR) >= MOST_BEGUN:
        raise TooManyFiles()
    audit.record(work, BEGAN, actor_id=by.user_id, target=f"room:{place.room_key}")
    kept_as = storage.file_name(ids.public_id())
    key = f"{DROP_FILE}:{kept_as}"
    enqueue(work, DROP_FILE, key=key, payload={"kept_as": kept_as}, run_at=work.now + DROPPED_AFTER)
    return kept_as


def give_file(work: Work, room_id: str, line_id: str, file: NewFile, *, by: Viewer) -> bool:
    """Put a file that has arrived into the chat as a line; False when that line is there and this one is not needed.

    Raises:
        NotYourRoom, RoomClosed, RoomIsFull.
    """
    place = rooms.place_for(work.db, room_id, by=by, lock=True)
    if is_told(work.db, place, line_id, by):
        return False
    _must_take(work.db, place, more=file.size)
    line = Message(room_id=place.room_key, sender_id=by.user_id, line_id=line_id, body="", created_at=work.now)
    work.db.add(line)
    work.db.flush()
    row = ChatFile(
        message_id=line.id or 0,
        kept_as=file.kept_as,
        name=file.name,
        media_type=file.media_type,
        size_bytes=file.size,
        width=file.width,
        height=file.height,
    )
    work.db.add(row)
    work.touch(topic(room_id))
    return True


def file_for(db: Session, room_id: str, stem: str, *, by: Viewer) -> KeptFile | None:
    """A file of a room by its name in the address; None when there is none.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    place = rooms.place_for(db, room_id, by=by)
    wanted = select(ChatFile).join(Message).where(Message.room_id == place.room_key)
    row = db.exec(wanted.where(ChatFile.kept_as == storage.file_name(stem))).first()
    return KeptFile(row.kept_as, row.name, row.media_type) if row else None


@job(DROP_FILE)
def drop_file(run: Run) -> None:
    """Delete a file that no line has: it never arrived whole, or it was not one that we take."""
    kept_as = str(run.payload["kept_as"])
    with database.reading() as db:
        in_use = db.exec(select(ChatFile.id).where(ChatFile.kept_as == kept_as)).first() is not None
    if not in_use:
        storage.remove(kept_as)


def _must_take(db: Session, place: rooms.Place, *, more: int) -> None:
    if place.ended:
        raise rooms.RoomClosed()
    there = select(func.count(), func.coalesce(func.sum(ChatFile.size_bytes), 0)).select_from(ChatFile).join(Message)
    count, size = db.exec(there.where(Message.room_id == place.room_key)).one()
    if count >= MOST_FILES or size + more > MOST_BYTES:
        raise RoomIsFull()
