"""One step in the life of a room: its end, and whose pages to read again."""

from sqlmodel import Session, select

from peerlearn.domain import audit, catalog
from peerlearn.domain.bookings import BookingFacts
from peerlearn.domain.rooms.evidence import note_end
from peerlearn.domain.rooms.live_room import LiveRoom
from peerlearn.domain.rooms.storage import live, store
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit.work import Work


def topic(room_id: str) -> str:
    """What a tab in the room watches."""
    return f"room:{room_id}"


def room_for(db: Session, booking_id: int) -> Room | None:
    """The room of a booking, until this transaction ends."""
    return db.exec(select(Room).where(Room.booking_id == booking_id).with_for_update()).first()


def close(work: Work, row: Room, facts: BookingFacts, deed: str, *, actor_id: int | None = None) -> None:
    """End it for good: both seats are empty, the clock stands.

    Args:
        work: the unit of work.
        row: the room, locked and not yet ended.
        facts: of its booking.
        deed: what the audit log calls it, such as "end".
        actor_id: whose deed it is; nobody's when the clock did it.
    """
    before = live(row)
    ended = before.end(work.now)
    store(row, ended)
    note_end(work, row)
    seconds = int(ended.ran.total_seconds())
    target = f"booking:{row.booking_id}"
    audit.record(work, f"room.{deed}", actor_id=actor_id, target=target, ran_seconds=seconds)
    changed(work, row, facts, before)


def changed(work: Work, row: Room, facts: BookingFacts, before: LiveRoom) -> None:
    """Have everybody who shows something of it look again."""
    work.touch(topic(row.room_id), f"account:{facts.mentor_id}", f"account:{facts.learner_id}")
    if (before.mentor is None) != (live(row).mentor is None):  # to everybody it is live while the mentor is there
        work.touch(catalog.TOPIC)
