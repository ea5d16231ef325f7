"""Everything that changes what stays of a lesson: its topics' marks and the next step."""

from sqlmodel import select

from peerlearn.domain import audit, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.lessons.refusals import (
    LineTooLong,
    MarksStand,
    MentorWrites,
    NoSuchTopic,
    NotSeated,
    NotYetOver,
    NotYoursToMark,
)
from peerlearn.domain.lessons.rules import LONGEST_NEXT_STEP, Mark, may_mark
from peerlearn.domain.lessons.tables import NextStep, TopicMark
from peerlearn.kit.work import Work


def topic(room_id: str) -> str:
    """What a tab that shows a lesson's topics watches."""
    return f"lesson:{room_id}"


def summary_topic(room_id: str) -> str:
    """What a tab that shows a lesson's summary watches."""
    return f"summary:{room_id}"


def mark(work: Work, room_id: str, name: str, after: Mark, *, by: Viewer) -> None:
    """Say how far a topic of the lesson one sits in came.

    Raises:
        NotYourRoom, MarksStand, NotSeated, NoSuchTopic, NotYoursToMark.
    """
    place = rooms.place_for(work.db, room_id, by=by, lock=True)
    if place.ended:
        raise MarksStand()
    if not place.seated:
        raise NotSeated()
    if name not in place.topics:
        raise NoSuchTopic()
    row = work.db.exec(
        select(TopicMark).where(TopicMark.booking_id == place.booking_id, TopicMark.topic == name)
    ).first()
    before = Mark(row.mark) if row else Mark.PLANNED
    if before is after:
        return
    if not may_mark(place.seat, before=before, after=after, own=row is not None and row.marked_by == by.user_id):
        raise NotYoursToMark()
    if row is None:
        row = TopicMark(booking_id=place.booking_id, topic=name, mark=after, marked_by=by.user_id, marked_at=work.now)
    row.mark, row.marked_by, row.marked_at = after, by.user_id, work.now
    work.db.add(row)
    work.touch(topic(room_id))


def write_next_step(work: Work, room_id: str, line: str, *, by: Viewer) -> None:
    """Keep the mentor's line on what comes next; an empty one takes it back.

    Raises:
        NotYourRoom, MentorWrites, NotYetOver, LineTooLong.
    """
    place = rooms.place_for(work.db, room_id, by=by, lock=True)
    if place.seat is not rooms.Seat.MENTOR:
        raise MentorWrites()
    if not place.ended:
        raise NotYetOver()
    body = " ".join(line.split())
    if len(body) > LONGEST_NEXT_STEP:
        raise LineTooLong()
    row = work.db.exec(select(NextStep).where(NextStep.booking_id == place.booking_id)).first()
    if row is None:
        row = NextStep(booking_id=place.booking_id, body="", written_at=work.now)
    row.body, row.written_at = body, work.now
    work.db.add(row)
    audit.record(work, "lesson.next_step", actor_id=by.user_id, target=f"booking:{place.booking_id}")
    work.touch(summary_topic(room_id))
