"""What a lesson left behind, for the admin who has to show a bank that it took place: names in place of "you"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from peerlearn.domain import bookings, rooms
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.bookings import BookingFacts
from peerlearn.domain.lessons.refusals import NoLesson
from peerlearn.domain.lessons.summary import DEEDS, MOST_LINES, TimelineLine
from peerlearn.domain.rooms import Outage, Outcome, Seat
from peerlearn.domain.rooms.tables import Room

OUTCOMES = {
    Outcome.OPEN: "It is too early to say what came of it.",
    Outcome.ATTENDED: "Both attended.",
    Outcome.LATE: "Both attended; one of them came late.",
    Outcome.NO_SHOW: "They did not meet within the first ten minutes.",
    Outcome.TECHNICAL_FAILURE: "The connection was down for at least as long as it worked.",
}
OUTAGE = "Interrupted for {seconds} s, says the browser of {name}"


@dataclass(frozen=True)
class Evidence:
    """A lesson as the server saw it; moments are ISO 8601 in UTC, minutes whole ones.

    `heard_minutes` and `seen_minutes` are how much of the mentor reached the learner, by the learner's own browser.
    """

    title: str
    mentor_name: str
    learner_name: str
    starts_at: str
    duration_minutes: int
    outcome: str
    minutes_together: int
    heard_minutes: int
    seen_minutes: int
    timeline: list[TimelineLine]


def evidence_of(db: Session, booking_id: int, *, by: Viewer) -> Evidence:
    """What is known of the lesson of a booking.

    Raises:
        NoLesson: for everybody but admins, and where there never was a room.
    """
    room = db.exec(select(Room).where(Room.booking_id == booking_id)).first()
    if by.role != Role.ADMIN or room is None:
        raise NoLesson()
    facts, said = bookings.booking_for_room(db, booking_id), rooms.judgement_of(db, booking_id)
    heard, seen = rooms.media_minutes(db, room.id or 0).get(Seat.LEARNER, (0, 0))
    return Evidence(
        title=facts.title,
        mentor_name=facts.mentor_name,
        learner_name=facts.learner_name,
        starts_at=facts.starts_at.isoformat(),
        duration_minutes=facts.duration_minutes,
        outcome=OUTCOMES[said.outcome],
        minutes_together=round(said.together / timedelta(minutes=1)),
        heard_minutes=heard,
        seen_minutes=seen,
        timeline=_timeline(db, room.id or 0, facts),
    )


def _timeline(db: Session, room_key: int, facts: BookingFacts) -> list[TimelineLine]:
    """The newest lines that fit, oldest first."""
    names = {Seat.MENTOR: facts.mentor_name, Seat.LEARNER: facts.learner_name, None: ""}
    moments = rooms.moments_of(db, room_key)
    lines = [(moment.at, DEEDS[moment.deed].format(who=names[moment.seat])) for moment in moments]
    lines += [_interruption(outage, names[outage.seat]) for outage in rooms.outages_of(db, room_key)]
    ordered = sorted(lines, key=lambda line: line[0])[-MOST_LINES:]
    return [TimelineLine(at.isoformat(), words) for at, words in ordered]


def _interruption(outage: Outage, name: str) -> tuple[datetime, str]:
    seconds = max(1, round((outage.ended_at - outage.began_at).total_seconds()))
    return outage.began_at, OUTAGE.format(seconds=seconds, name=name)
