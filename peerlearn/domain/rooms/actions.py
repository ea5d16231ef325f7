"""Everything that changes a room: entering, leaving, ending."""

from datetime import timedelta

from sqlmodel import col, or_, select

from peerlearn.domain import audit, bookings, catalog
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.rooms.events import RoomEnded
from peerlearn.domain.rooms.evidence import note_end, note_seats
from peerlearn.domain.rooms.live_room import LiveRoom, Seat
from peerlearn.domain.rooms.refusals import NotOpenYet, RoomClosed
from peerlearn.domain.rooms.storage import live, room_of, store
from peerlearn.domain.rooms.tables import Room
from peerlearn.domain.rooms.timeline import Deed
from peerlearn.kit import ids
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work

OPENS_BEFORE = timedelta(minutes=10)
LONGEST_INSTANCE = 64


def topic(room_id: str) -> str:
    """What a tab in the room watches."""
    return f"room:{room_id}"


def open_for(work: Work, booking_id: int) -> str:
    """Make the room of a confirmed booking; its address, the same however often it is asked for."""
    row = work.db.exec(select(Room).where(Room.booking_id == booking_id)).first()
    if row is None:
        facts = bookings.booking_for_room(work.db, booking_id)
        row = Room(room_id=ids.public_id(), booking_id=booking_id, duration_minutes=facts.duration_minutes)
        work.db.add(row)
        work.db.flush()
    return row.room_id


def enter(work: Work, room_id: str, instance: str, *, by: Viewer) -> None:
    """Sit down, with this tab.

    Raises:
        NotYourRoom, RoomClosed, NotOpenYet.
    """
    row, seat, facts = room_of(work.db, room_id, by=by)
    if not instance or len(instance) > LONGEST_INSTANCE:
        raise Refusal("This page is not complete; please reload it.")
    if row.ended_at is not None:
        raise RoomClosed()
    if work.now < facts.starts_at - OPENS_BEFORE:
        raise NotOpenYet()
    before = live(row)
    after = before.enter(seat, instance, work.now)
    store(row, after)
    note_seats(work, row, before, after, Deed.LEFT)
    if _who(after) != _who(before):
        audit.record(work, "room.enter", actor_id=by.user_id, target=f"booking:{row.booking_id}")
        _changed(work, row, facts, before)


def beat(work: Work, room_id: str, instance: str, *, by: Viewer) -> None:
    """Note that a tab is still there."""
    row, seat, _ = room_of(work.db, room_id, by=by)
    store(row, live(row).beat(seat, instance, work.now))


def leave(work: Work, room_id: str, instance: str, *, by: Viewer, why: Deed = Deed.LEFT) -> None:
    """Stand up, if this tab still holds the seat; `why` says whether the person did so, or only their page is gone."""
    row, seat, facts = room_of(work.db, room_id, by=by)
    before = live(row)
    after = before.leave(seat, instance, work.now)
    store(row, after)
    note_seats(work, row, before, after, why)
    if _who(after) != _who(before):
        audit.record(work, "room.leave", actor_id=by.user_id, target=f"booking:{row.booking_id}")
        _changed(work, row, facts, before)


def end(work: Work, room_id: str, *, by: Viewer) -> bool:
    """The mentor's End closes the session for both, once they have met; the learner's only leaves.

    Returns:
        Whether the session is over now.
    """
    row, seat, facts = room_of(work.db, room_id, by=by)
    if row.ended_at is not None:
        return True
    room = live(row)
    held = room.at(seat)
    if seat is Seat.LEARNER or not room.met:
        if held is not None:
            leave(work, room_id, held.instance, by=by)
        return False
    _close(work, row, room, facts, actor_id=by.user_id)
    return True


def sweep(work: Work) -> None:
    """Empty silent seats and end the sessions whose time is used up; run every few seconds."""
    occupied = or_(col(Room.mentor_instance) != "", col(Room.learner_instance) != "")
    rows = work.db.exec(select(Room).where(col(Room.ended_at).is_(None), occupied).with_for_update())
    for row in rows.all():
        before = live(row)
        after = before.drop_silent(work.now)
        note_seats(work, row, before, after, Deed.GONE)
        facts = bookings.booking_for_room(work.db, row.booking_id)
        if after.met and after.is_over(work.now):
            _close(work, row, after, facts, actor_id=None)
        elif after != before:
            store(row, after)
            _changed(work, row, facts, before)


def _close(work: Work, row: Room, room: LiveRoom, facts: "bookings.BookingFacts", *, actor_id: int | None) -> None:
    ended = room.end(work.now)
    store(row, ended)
    note_end(work, row)
    seconds = int(ended.ran.total_seconds())
    audit.record(work, "room.end", actor_id=actor_id, target=f"booking:{row.booking_id}", ran_seconds=seconds)
    work.tell(RoomEnded(row.booking_id))
    _changed(work, row, facts, room)


def _who(room: LiveRoom) -> tuple[str, str]:
    """The tabs in the two seats."""
    return (room.mentor.instance if room.mentor else "", room.learner.instance if room.learner else "")


def _changed(work: Work, row: Room, facts: "bookings.BookingFacts", before: LiveRoom) -> None:
    work.touch(topic(row.room_id), f"account:{facts.mentor_id}", f"account:{facts.learner_id}")
    if (before.mentor is None) != (live(row).mentor is None):  # to everybody it is live while the mentor is there
        work.touch(catalog.TOPIC)
