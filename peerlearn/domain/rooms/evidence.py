"""The lesson's timeline as it is stored: what the server saw, and what the browsers say about the line.

Reports of browsers are claims of one seat, bounded in number and in what they may say; the moments come from us.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.rooms.live_room import SILENCE, LiveRoom, Seat
from peerlearn.domain.rooms.storage import live, room_of
from peerlearn.domain.rooms.tables import LineMinute, LineOutage, Room, RoomMoment
from peerlearn.domain.rooms.timeline import Deed, Fault, Judgement, Moment, Outage, judge
from peerlearn.kit import clock, database
from peerlearn.kit.work import Work

MOST_JOINS = 200  # of one seat; who comes and goes more often than that adds nothing to the picture
MOST_OUTAGES = 120
MOST_MINUTES = 600
WORST_ROUND_TRIP_MS = 60_000


def note_seats(work: Work, row: Room, before: LiveRoom, after: LiveRoom, why: Deed) -> None:
    """Write down who sat down and who is no longer there, and why.

    Args:
        work: the unit of work of the deed.
        row: the room.
        before: as it was.
        after: as it is.
        why: how those who are no longer there went.
    """
    for seat in Seat:
        was, now = before.at(seat), after.at(seat)
        if was is None and now is not None and _joins(work.db, row, seat) < MOST_JOINS:
            _note(work, row, Deed.JOINED, seat)
        elif was is not None and now is None and _is_in(work.db, row, seat):
            silent = why is Deed.GONE and work.now - was.seen_at > SILENCE
            _note(work, row, why, seat, at=was.seen_at if silent else None)


def note_end(work: Work, row: Room) -> None:
    """Write down that the session ended for both."""
    _note(work, row, Deed.ENDED, None)


def report_outage(work: Work, room_id: str, fault: Fault, seconds: int, *, by: Viewer) -> None:
    """Keep what a browser says of an interruption that is over now, if its person sits there; no longer than they did.

    Raises:
        NotYourRoom.
    """
    row, seat, _ = room_of(work.db, room_id, by=by)
    held = live(row).at(seat)
    many = select(func.count()).where(LineOutage.room_id == row.id, LineOutage.seat == seat)
    if held is None or seconds <= 0 or work.db.exec(many).one() >= MOST_OUTAGES:
        return
    began_at = max(work.now - timedelta(seconds=min(seconds, 86_400)), held.entered_at)
    work.db.add(LineOutage(room_id=row.id or 0, seat=seat, began_at=began_at, ended_at=work.now, fault=fault))


@dataclass(frozen=True)
class Minute:
    """What a browser says of a minute: how much of the other person reached it, and how good the line was."""

    heard_seconds: int
    seen_seconds: int
    round_trip_ms: int
    lost_percent: int


def report_minute(work: Work, room_id: str, said: Minute, *, by: Viewer) -> None:
    """Keep what a browser says of the last minute: one row per minute of ours and seat, the first one stands.

    Raises:
        NotYourRoom.
    """
    row, seat, _ = room_of(work.db, room_id, by=by)
    many = select(func.count()).where(LineMinute.room_id == row.id, LineMinute.seat == seat)
    if live(row).at(seat) is None or work.db.exec(many).one() >= MOST_MINUTES:
        return
    minute = LineMinute(
        room_id=row.id or 0,
        seat=seat,
        minute=work.now.replace(second=0, microsecond=0),
        heard_seconds=_within(said.heard_seconds, 60),
        seen_seconds=_within(said.seen_seconds, 60),
        round_trip_ms=_within(said.round_trip_ms, WORST_ROUND_TRIP_MS),
        lost_percent=_within(said.lost_percent, 100),
    )
    database.insert_once(work.db, minute)


def moments_of(db: Session, room_key: int) -> list[Moment]:
    """What the server saw, in order."""
    rows = db.exec(select(RoomMoment).where(RoomMoment.room_id == room_key).order_by(col(RoomMoment.id)))
    return [Moment(row.at, Deed(row.deed), Seat(row.seat) if row.seat else None) for row in rows]


def outages_of(db: Session, room_key: int) -> list[Outage]:
    """What the two seats say about the line, in order."""
    rows = db.exec(select(LineOutage).where(LineOutage.room_id == room_key).order_by(col(LineOutage.began_at)))
    return [Outage(Seat(row.seat), row.began_at, row.ended_at, Fault(row.fault)) for row in rows]


def judgement_of(db: Session, booking_id: int) -> Judgement:
    """What the timeline of a booking says up to now; asked before anything is cancelled or paid back."""
    row = db.exec(select(Room).where(Room.booking_id == booking_id)).one()
    facts = bookings.booking_for_room(db, booking_id)
    key = row.id or 0
    return judge(moments_of(db, key), outages_of(db, key), starts_at=facts.starts_at, now=clock.now())


def media_minutes(db: Session, room_key: int) -> dict[Seat, tuple[int, int]]:
    """By what each seat says: how many minutes of the other one's sound, and of their picture, reached it."""
    totals = (
        select(LineMinute.seat, func.sum(LineMinute.heard_seconds), func.sum(LineMinute.seen_seconds))
        .where(LineMinute.room_id == room_key)
        .group_by(LineMinute.seat)
    )
    return {Seat(seat): (round(heard / 60), round(seen / 60)) for seat, heard, seen in db.exec(totals)}


def _note(work: Work, row: Room, deed: Deed, seat: Seat | None, *, at: datetime | None = None) -> None:
    work.db.add(RoomMoment(room_id=row.id or 0, at=at or work.now, deed=deed, seat=seat or ""))
    work.db.flush()


def _joins(db: Session, row: Room, seat: Seat) -> int:
    joins = select(func.count()).where(
        RoomMoment.room_id == row.id, RoomMoment.seat == seat, RoomMoment.deed == Deed.JOINED
    )
    return db.exec(joins).one()


def _is_in(db: Session, row: Room, seat: Seat) -> bool:
    """Whether the last thing written down of a seat is that somebody took it."""
    last = select(RoomMoment.deed).where(RoomMoment.room_id == row.id, RoomMoment.seat == seat)
    return db.exec(last.order_by(col(RoomMoment.id).desc()).limit(1)).first() == Deed.JOINED


def _within(number: int, most: int) -> int:
    return max(0, min(number, most))
