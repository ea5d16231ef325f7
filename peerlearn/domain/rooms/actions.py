"""Everything that changes a room: entering, leaving, ending."""

from datetime import timedelta

from sqlmodel import col, or_, select

from peerlearn.domain import audit, bookings
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.rooms import attendance
from peerlearn.domain.rooms.events import RoomEnded
from peerlearn.domain.rooms.evidence import note_seats
from peerlearn.domain.rooms.live_room import LiveRoom, Seat
from peerlearn.domain.rooms.refusals import HaveMet, NotOpenYet, RoomClosed
from peerlearn.domain.rooms.steps import changed, close, room_for
from peerlearn.domain.rooms.storage import live, room_of, store
from peerlearn.domain.rooms.tables import Room
from peerlearn.domain.rooms.timeline import Deed
from peerlearn.kit import ids
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work

OPENS_BEFORE = timedelta(minutes=10)
LONGEST_INSTANCE = 64


def open_for(work: Work, booking_id: int) -> str:
    """Make the room of a confirmed booking; its address, the same however often it is asked for."""
    row = work.db.exec(select(Room).where(Room.booking_id == booking_id)).first()
    if row is None:
        facts = bookings.booking_for_room(work.db, booking_id)
        row = Room(room_id=ids.public_id(), booking_id=booking_id, duration_minutes=facts.duration_minutes)
        work.db.add(row)
        work.db.flush()
        attendance.schedule(work, row, facts)
    return row.room_id


def call_off(work: Work, booking_id: int) -> None:
    """The session will not take place: its room, if there is one, is closed, and whoever waits in it learns so."""
    row = room_for(work.db, booking_id)
    if row is not None and row.ended_at is None:
        close(work, row, bookings.booking_for_room(work.db, booking_id), "call_off")


def follow(work: Work, booking_id: int) -> None:
    """The session was moved: nobody waits here any more, and whether both come is looked at by the new time.

    Raises:
        HaveMet: when the lesson has begun, before its time.
    """
    row = room_for(work.db, booking_id)
    if row is None or row.ended_at is not None:
        return
    facts, before = bookings.booking_for_room(work.db, booking_id), live(row)
    if before.met:
        raise HaveMet()
    after = before
    for seat in Seat:
        held = after.at(seat)
        after = after.leave(seat, held.instance, work.now) if held is not None else after
    store(row, after)
    note_seats(work, row, before, after, Deed.LEFT)
    attendance.schedule(work, row, facts)
    changed(work, row, facts, before)


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
        changed(work, row, facts, before)


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
        changed(work, row, facts, before)


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
    close(work, row, facts, "end", actor_id=by.user_id)
    work.tell(RoomEnded(row.booking_id))
    return True


def sweep(work: Work) -> None:
    """Empty silent seats and end the sessions whose time is used up; run every few seconds."""
    occupied = or_(col(Room.mentor_instance) != "", col(Room.learner_instance) != "")
    rows = work.db.exec(select(Room).where(col(Room.ended_at).is_(None), occupied).with_for_update())
    for row in rows.all():
        before = live(row)
        after = before.drop_silent(work.now)
        note_seats(work, row, before, after, Deed.GONE)
        is_over = after.met and after.is_over(work.now)
        if not is_over and after == before:
            continue
        store(row, after)
        facts = bookings.booking_for_room(work.db, row.booking_id)
        if is_over:
            close(work, row, facts, "end")
            work.tell(RoomEnded(row.booking_id))
        else:
            changed(work, row, facts, before)


def _who(room: LiveRoom) -> tuple[str, str]:
    """The tabs in the two seats."""
    return (room.mentor.instance if room.mentor else "", room.learner.instance if room.learner else "")
