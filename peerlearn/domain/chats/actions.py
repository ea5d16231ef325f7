"""Everything that changes a chat: saying something."""

from sqlmodel import Session, select

from peerlearn.domain import rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.chats.refusals import LineTooLong
from peerlearn.domain.chats.tables import Message
from peerlearn.kit.work import Work

LONGEST_LINE = 2000
LONGEST_LINE_ID = 64


def topic(room_id: str) -> str:
    """What a tab that shows a room's chat watches."""
    return f"chat:{room_id}"


def say(work: Work, room_id: str, line_id: str, text: str, *, by: Viewer) -> None:
    """Store one chat line, once, however often the browser sends it.

    Raises:
        NotYourRoom, RoomClosed, LineTooLong.
    """
    place = rooms.place_for(work.db, room_id, by=by, lock=True)
    body = text.strip()
    if not body or not line_id or len(line_id) > LONGEST_LINE_ID:
        return
    if len(body) > LONGEST_LINE:
        raise LineTooLong()
    if is_told(work.db, place, line_id, by):
        return
    if place.ended:
        raise rooms.RoomClosed()
    line = Message(room_id=place.room_key, sender_id=by.user_id, line_id=line_id, body=body, created_at=work.now)
    work.db.add(line)
    work.touch(topic(room_id))


def is_told(db: Session, place: rooms.Place, line_id: str, by: Viewer) -> bool:
    """Whether somebody's line of this name is there already."""
    told = select(Message.id).where(
        Message.room_id == place.room_key, Message.sender_id == by.user_id, Message.line_id == line_id
    )
    return db.exec(told).first() is not None
