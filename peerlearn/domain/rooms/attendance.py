"""What happens to a room whose people do not come, or leave without ending the session. The timeline decides."""

from datetime import timedelta

from peerlearn.domain import bookings
from peerlearn.domain.bookings import BookingFacts
from peerlearn.domain.rooms.events import RoomEnded, RoomMissed
from peerlearn.domain.rooms.evidence import judgement_of
from peerlearn.domain.rooms.live_room import Seat
from peerlearn.domain.rooms.steps import close, room_for
from peerlearn.domain.rooms.storage import live
from peerlearn.domain.rooms.tables import Room
from peerlearn.domain.rooms.timeline import NO_SHOW_AFTER, Attendance, Outcome
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work

SETTLE_ATTENDANCE = "settle_attendance"
CLOSE_FORGOTTEN = "close_forgotten_room"
FORGOTTEN_AFTER = timedelta(minutes=30)  # of the booked end; until then both may come back and go on


def schedule(work: Work, row: Room, facts: BookingFacts) -> None:
    """Have somebody look whether both came; once for each start that the session was given."""
    at = facts.starts_at + NO_SHOW_AFTER
    key = f"{SETTLE_ATTENDANCE}:{row.booking_id}:{at.isoformat()}"
    enqueue(work, SETTLE_ATTENDANCE, key=key, payload={"booking_id": row.booking_id}, run_at=at)


@job(SETTLE_ATTENDANCE)
def settle_attendance(run: Run) -> None:
    """Ten minutes after the start: where they never met because somebody is missing, the session is off."""
    with run.finish() as work:
        row = room_for(work.db, run.payload["booking_id"])
        if row is None or row.ended_at is not None:
            return
        facts = bookings.booking_for_room(work.db, row.booking_id)
        if work.now < facts.starts_at + NO_SHOW_AFTER:  # it was moved, and is looked at then
            return
        judgement = judgement_of(work.db, row.booking_id)
        if judgement.outcome is Outcome.NO_SHOW and not live(row).met:
            mentor, learner = (was is Attendance.NO_SHOW for was in (judgement.mentor, judgement.learner))
            close(work, row, facts, "missed")
            work.tell(RoomMissed(row.booking_id, mentor_absent=mentor, learner_absent=learner))
        else:
            _look_later(work, row, facts)


@job(CLOSE_FORGOTTEN)
def close_forgotten_room(run: Run) -> None:
    """Long after the booked end: a session that nobody ended has ended, unless somebody is still there."""
    with run.finish() as work:
        row = room_for(work.db, run.payload["booking_id"])
        if row is None or row.ended_at is not None:
            return
        facts, room = bookings.booking_for_room(work.db, row.booking_id), live(row)
        if any(room.at(seat) is not None for seat in Seat):
            _look_later(work, row, facts)
        elif room.met:
            close(work, row, facts, "forgotten")
            work.tell(RoomEnded(row.booking_id))
        else:
            close(work, row, facts, "missed")
            work.tell(RoomMissed(row.booking_id, mentor_absent=True, learner_absent=True))


def _look_later(work: Work, row: Room, facts: BookingFacts) -> None:
    booked_end = facts.starts_at + timedelta(minutes=facts.duration_minutes)
    at = max(booked_end, work.now) + FORGOTTEN_AFTER
    key = f"{CLOSE_FORGOTTEN}:{row.booking_id}:{at.isoformat()}"
    enqueue(work, CLOSE_FORGOTTEN, key=key, payload={"booking_id": row.booking_id}, run_at=at)
