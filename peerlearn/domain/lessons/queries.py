"""Everything read of what stays of lessons, as pictures for pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain import bookings, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.lessons.rules import Mark, may_mark
from peerlearn.domain.lessons.tables import TopicMark


@dataclass(frozen=True)
class TopicRow:
    """One topic of a lesson, how far it came, and what the reader may make of it."""

    name: str
    mark: str
    may: list[str]  # the marks that they may set instead


@dataclass(frozen=True)
class Progress:
    """Of the topics of a learner's finished lessons: how many there were, and how many were covered."""

    planned: int
    covered: int
    needing_work: int


def topics_for(db: Session, room_id: str, *, by: Viewer) -> list[TopicRow]:
    """The topics of a lesson in the order they were planned.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    place = rooms.place_for(db, room_id, by=by)
    rows = {row.topic: row for row in _marks_of(db, [place.booking_id])}
    listed = []
    for name in place.topics:
        row = rows.get(name)
        now, own = Mark(row.mark) if row else Mark.PLANNED, row is not None and row.marked_by == by.user_id
        others = [mark for mark in Mark if mark is not now and may_mark(place.seat, before=now, after=mark, own=own)]
        listed.append(TopicRow(name, now, [] if place.ended else [*map(str, others)]))
    return listed


def progress_of(db: Session, viewer: Viewer) -> Progress:
    """How far a learner's finished lessons came."""
    planned = bookings.topics_taken(db, viewer)
    marks = [Mark(row.mark) for row in _marks_of(db, list(planned)) if row.topic in planned[row.booking_id]]
    return Progress(
        planned=sum(map(len, planned.values())),
        covered=marks.count(Mark.COVERED),
        needing_work=marks.count(Mark.NEEDS_WORK),
    )


def _marks_of(db: Session, booking_ids: Sequence[int]) -> Sequence[TopicMark]:
    return db.exec(select(TopicMark).where(col(TopicMark.booking_id).in_(booking_ids))).all()
