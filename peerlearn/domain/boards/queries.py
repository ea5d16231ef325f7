"""Everything read from boards, as pictures for pages."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain import rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.boards.tables import Board, BoardElement, BoardPage
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.rooms.tables import Room

MOST_BYTES_AT_ONCE = 200_000
MOST_ROWS_AT_ONCE = 500
MOST_PAGES = 50


@dataclass(frozen=True)
class News:
    """What changed on a page after `since`, up to `upto`; `more` if there is more than goes at once.

    `elements` are JSON texts, in the order of their changes.
    """

    since: int
    upto: int
    more: bool
    elements: tuple[str, ...]


@dataclass(frozen=True)
class PageCard:
    """The page of one lesson; `starts_at` is ISO 8601 in UTC."""

    room_id: str
    title: str
    starts_at: str


def is_drawn(db: Session, room_id: str, *, by: Viewer) -> bool:
    """Whether anything was drawn in a lesson.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    place = rooms.place_for(db, room_id, by=by)
    drawn = select(BoardPage.id).where(BoardPage.room_id == place.room_key, BoardPage.elements > 0)
    return db.exec(drawn).first() is not None


def other_pages(db: Session, room_id: str, *, by: Viewer) -> list[PageCard]:
    """The pages of the other lessons of the same two people, the newest first.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    place = rooms.place_for(db, room_id, by=by)
    wanted = (
        select(Room.room_id, Offering.title, Offering.starts_at)
        .join(BoardPage, col(BoardPage.room_id) == Room.id)
        .join(Board, col(Board.id) == BoardPage.board_id)
        .join(Booking, col(Booking.id) == Room.booking_id)
        .join(Offering, col(Offering.id) == Booking.session_id)
        .where(
            Board.mentor_id == place.mentor_id,
            Board.learner_id == place.learner_id,
            Room.id != place.room_key,
            BoardPage.elements > 0,
        )
        .order_by(col(Offering.starts_at).desc())
        .limit(MOST_PAGES)
    )
    return [PageCard(address, title, starts_at.isoformat()) for address, title, starts_at in db.exec(wanted)]


def news_for(db: Session, room_id: str, *, after: int, by: Viewer) -> News:
    """The changes of a lesson's page after the `after`-th.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    place = rooms.place_for(db, room_id, by=by)
    page = db.exec(select(BoardPage).where(BoardPage.room_id == place.room_key)).first()
    if page is None:
        return News(after, max(after, 0), False, ())
    changed = select(BoardElement.seq, BoardElement.body).where(
        BoardElement.page_id == page.id, col(BoardElement.seq) > after
    )
    rows = db.exec(changed.order_by(col(BoardElement.seq)).limit(MOST_ROWS_AT_ONCE + 1)).all()
    fitting: list[tuple[int, str]] = []
    left = MOST_BYTES_AT_ONCE
    for seq, body in rows[:MOST_ROWS_AT_ONCE]:
        left -= len(body)
        if left < 0 and fitting:
            break
        fitting.append((seq, body))
    more = len(fitting) < len(rows)
    upto = fitting[-1][0] if more else max(after, rows[-1][0] if rows else 0)
    return News(after, upto, more, tuple(body for _, body in fitting))
