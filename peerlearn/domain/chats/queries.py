"""Everything read from chats, as pictures for pages."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from peerlearn.domain import rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.chats.tables import ChatFile, Message
from peerlearn.kit import storage
from peerlearn.settings import settings

LINES_AT_ONCE = 100


@dataclass(frozen=True)
class FileCard:
    """A picture or document in the chat; only a picture has a width and a height."""

    name: str
    href: str
    size: str
    width: int
    height: int


@dataclass(frozen=True)
class ChatLine:
    """One line as one of the two sees it; `n` is its place in the chat, from 1, `at` is ISO 8601 in UTC.

    A line is a text or a file.
    """

    n: int
    line_id: str
    author: str
    mine: bool
    text: str
    at: str
    file: FileCard | None = None


def newest_lines(db: Session, room_id: str, *, by: Viewer) -> tuple[ChatLine, ...]:
    """The end of a chat, oldest first; also after the lesson.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    place = rooms.place_for(db, room_id, by=by)
    told = db.exec(select(func.count()).select_from(Message).where(Message.room_id == place.room_key)).one()
    return _lines(db, room_id, place, by, up_to=told)


def lines_before(db: Session, room_id: str, n: int, *, by: Viewer) -> tuple[ChatLine, ...]:
    """The lines just before the n-th, oldest first.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    return _lines(db, room_id, rooms.place_for(db, room_id, by=by), by, up_to=n - 1)


def _lines(db: Session, room_id: str, place: rooms.Place, by: Viewer, *, up_to: int) -> tuple[ChatLine, ...]:
    """Lines are never taken away and their room is locked while one is added: their places stay as they are."""
    skipped = max(up_to - LINES_AT_ONCE, 0)
    wanted = select(Message).where(Message.room_id == place.room_key).order_by(col(Message.id))
    rows = db.exec(wanted.offset(skipped).limit(max(up_to - skipped, 0))).all()
    files = _files(db, room_id, [row.id or 0 for row in rows])
    return tuple(
        ChatLine(
            n=skipped + number,
            line_id=row.line_id,
            author=place.my_name if row.sender_id == by.user_id else place.their_name,
            mine=row.sender_id == by.user_id,
            text=row.body,
            at=row.created_at.isoformat(),
            file=files.get(row.id or 0),
        )
        for number, row in enumerate(rows, start=1)
    )


def _files(db: Session, room_id: str, message_ids: list[int]) -> dict[int, FileCard]:
    rows = db.exec(select(ChatFile).where(col(ChatFile.message_id).in_(message_ids)))
    folder = settings.door(f"/session/{room_id}/files")
    return {
        row.message_id: FileCard(
            row.name, f"{folder}/{storage.stem_of(row.kept_as)}", _size(row.size_bytes), row.width, row.height
        )
        for row in rows
    }


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB"
