"""Between the `rooms` row and the frozen `LiveRoom`; also who may sit where."""

from datetime import timedelta

from sqlmodel import Session, select

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.rooms.live_room import LiveRoom, Presence, Seat
from peerlearn.domain.rooms.refusals import NotYourRoom
from peerlearn.domain.rooms.tables import Room


def room_of(db: Session, room_id: str, *, by: Viewer, lock: bool = True) -> tuple[Room, Seat, "bookings.BookingFacts"]:
    """The room at an address, the viewer's seat in it, and its booking.

    Args:
        db: the session of a unit of work, or a reading one.
        room_id: the address.
        by: who asks.
        lock: keep others from changing the room until this transaction ends.

    Raises:
        NotYourRoom: when the viewer is neither of its two people, or there is no such room.
    """
    wanted = select(Room).where(Room.room_id == room_id)
    row = db.exec(wanted.with_for_update() if lock else wanted).first()
    if row is None:
        raise NotYourRoom()
    booking = bookings.booking_for_room(db, row.booking_id)
    if by.user_id == booking.mentor_id:
        return row, Seat.MENTOR, booking
    if by.user_id == booking.learner_id:
        return row, Seat.LEARNER, booking
    raise NotYourRoom()


def live(row: Room) -> LiveRoom:
    """The row as a value."""
    return LiveRoom(
        duration=timedelta(minutes=row.duration_minutes),
        mentor=_presence(row, Seat.MENTOR),
        learner=_presence(row, Seat.LEARNER),
        ran=timedelta(milliseconds=row.ran_ms),
        running_since=row.running_since,
        ended_at=row.ended_at,
    )


def store(row: Room, room: LiveRoom) -> None:
    """The value back into the row."""
    for seat in Seat:
        held = room.at(seat)
        setattr(row, f"{seat}_instance", held.instance if held else "")
        setattr(row, f"{seat}_entered_at", held.entered_at if held else None)
        setattr(row, f"{seat}_seen_at", held.seen_at if held else None)
    row.ran_ms = room.ran // timedelta(milliseconds=1)
    row.running_since = room.running_since
    row.ended_at = room.ended_at


def _presence(row: Room, seat: Seat) -> Presence | None:
    instance = getattr(row, f"{seat}_instance")
    if not instance:
        return None
    return Presence(instance, getattr(row, f"{seat}_entered_at"), getattr(row, f"{seat}_seen_at"))
