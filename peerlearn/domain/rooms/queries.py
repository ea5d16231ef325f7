"""Everything read from rooms, as pictures for pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import BookingFacts
from peerlearn.domain.rooms.actions import OPENS_BEFORE
from peerlearn.domain.rooms.live_room import LiveRoom, Seat
from peerlearn.domain.rooms.storage import live, room_of
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit import clock


@dataclass(frozen=True)
class RoomView:
    """A room as one of its two people sees it."""

    seat: Seat
    title: str
    topics: tuple[str, ...]
    my_name: str
    their_name: str
    opens_at: datetime
    live: LiveRoom
    booking_id: int
    cancel_reason: str  # why the session will not take place, or did not
    by_credit: bool  # whether it was paid from a package


@dataclass(frozen=True)
class Place:
    """Whose room it is, and whether the viewer sits in it now; `room_key` is the row that others may point to."""

    room_key: int
    mentor_id: int
    learner_id: int
    my_name: str
    their_name: str
    seated: bool
    ended: bool
    seat: Seat
    booking_id: int
    topics: tuple[str, ...]
    together: timedelta  # as long as the lesson's clock ran


def view_for(db: Session, room_id: str, *, by: Viewer) -> RoomView:
    """What the viewer sees on entering.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    row, seat, facts = room_of(db, room_id, by=by, lock=False)
    mine, theirs = _names(seat, facts)
    return RoomView(
        seat=seat,
        title=facts.title,
        topics=tuple(facts.topics),
        my_name=mine,
        their_name=theirs,
        opens_at=facts.starts_at - OPENS_BEFORE,
        live=live(row),
        booking_id=row.booking_id,
        cancel_reason=facts.cancel_reason,
        by_credit=facts.by_credit,
    )


def place_for(db: Session, room_id: str, *, by: Viewer, lock: bool = False) -> Place:
    """The viewer's place in a room; with `lock` the room stays as it is until the transaction ends.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    row, seat, facts = room_of(db, room_id, by=by, lock=lock)
    mine, theirs = _names(seat, facts)
    seated = live(row).at(seat) is not None
    return Place(
        room_key=row.id or 0,
        mentor_id=facts.mentor_id,
        learner_id=facts.learner_id,
        my_name=mine,
        their_name=theirs,
        seated=seated,
        ended=row.ended_at is not None,
        seat=seat,
        booking_id=row.booking_id,
        topics=tuple(facts.topics),
        together=live(row).elapsed(clock.now()),
    )


def addresses_for(db: Session, booking_ids: list[int], *, ended: bool = False) -> dict[int, str]:
    """Booking id to room address, of the rooms not yet ended, or of those that have."""
    over = col(Room.ended_at).is_not(None) if ended else col(Room.ended_at).is_(None)
    rows = db.exec(select(Room).where(col(Room.booking_id).in_(booking_ids), over))
    return {row.booking_id: row.room_id for row in rows}


def _names(seat: Seat, facts: BookingFacts) -> tuple[str, str]:
    """The viewer's own and the other's."""
    both = (facts.mentor_name, facts.learner_name)
    return both if seat is Seat.MENTOR else both[::-1]
