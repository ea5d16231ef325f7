"""The summary of a lesson that is over, as one of the two reads it: on its page, and in the mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from peerlearn.domain import bookings, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.lessons.queries import TopicRow, topics_for
from peerlearn.domain.lessons.tables import NextStep
from peerlearn.domain.rooms import Deed, Fault, Outcome, Seat

MOST_LINES = 60
YOU = "You"
DEEDS = {
    Deed.JOINED: "{who} joined",
    Deed.LEFT: "{who} left",
    Deed.GONE: "{who} lost the connection, or closed the page",
    Deed.ENDED: "The session ended",
}
OUTAGE = "Interrupted for {long}, says {who}: {side}"
SAID_BY_YOU = "your browser"
SAID_BY_THEM = "{name}’s browser"
OWN_SIDE, OTHER_SIDE, BETWEEN = "on your side", "on {name}’s side", "on the line between you"
OUTCOMES = {
    Outcome.OPEN: "",
    Outcome.ATTENDED: "You both attended.",
    Outcome.LATE: "You both attended; one of you came late.",
    Outcome.NO_SHOW: "You did not meet within the first ten minutes.",
    Outcome.TECHNICAL_FAILURE: "The connection was down for at least as long as it worked.",
}


@dataclass(frozen=True)
class TimelineLine:
    """One thing that happened, in words; `at` is ISO 8601 in UTC."""

    at: str
    words: str


@dataclass(frozen=True)
class Summary:
    """What a lesson left behind; minutes are whole ones."""

    title: str
    other_name: str
    starts_at: str
    minutes_together: int
    duration_minutes: int
    outcome: str
    heard_minutes: int
    seen_minutes: int
    topics: list[TopicRow]
    timeline: list[TimelineLine]
    next_step: str
    teaching: bool  # whether the reader was the mentor, who may write the next step
    mentor_handle: str


def summary_for(db: Session, room_id: str, *, by: Viewer) -> Summary | None:
    """The summary of a lesson that is over, in the words of one of the two; None before that.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    place = rooms.place_for(db, room_id, by=by)
    if not place.ended:
        return None
    facts = bookings.booking_for_room(db, place.booking_id)
    said = rooms.judgement_of(db, place.booking_id)
    reached = rooms.media_minutes(db, place.room_key).get(place.seat, (0, 0))
    step = db.exec(select(NextStep.body).where(NextStep.booking_id == place.booking_id)).first()
    teaching = place.seat is Seat.MENTOR
    other = facts.learner_name if teaching else facts.mentor_name
    timeline = _timeline(db, place, other)
    return Summary(
        title=facts.title,
        other_name=other,
        starts_at=facts.starts_at.isoformat(),
        minutes_together=_minutes(place.together),
        duration_minutes=facts.duration_minutes,
        outcome=OUTCOMES[said.outcome] if timeline else "",
        heard_minutes=reached[0],
        seen_minutes=reached[1],
        topics=topics_for(db, room_id, by=by),
        timeline=[TimelineLine(at.isoformat(), words) for at, words in timeline],
        next_step=step or "",
        teaching=teaching,
        mentor_handle=db.get_one(User, facts.mentor_id).handle or "",
    )


def _timeline(db: Session, place: rooms.Place, other: str) -> list[tuple[datetime, str]]:
    """The newest lines that fit, oldest first; none of lessons from before timelines were kept."""
    lines = [*_moments(db, place, other), *_outages(db, place, other)]
    return sorted(lines, key=lambda line: line[0])[-MOST_LINES:]


def _moments(db: Session, place: rooms.Place, other: str) -> Iterator[tuple[datetime, str]]:
    for moment in rooms.moments_of(db, place.room_key):
        yield moment.at, DEEDS[moment.deed].format(who=YOU if moment.seat is place.seat else other)


def _outages(db: Session, place: rooms.Place, other: str) -> Iterator[tuple[datetime, str]]:
    for outage in rooms.outages_of(db, place.room_key):
        mine = outage.seat is place.seat
        own = OWN_SIDE if mine is (outage.fault is Fault.MINE) else OTHER_SIDE
        side = BETWEEN if outage.fault is Fault.BETWEEN else own
        who = SAID_BY_YOU if mine else SAID_BY_THEM.format(name=other)
        words = OUTAGE.format(long=_long(outage.ended_at - outage.began_at), who=who, side=side.format(name=other))
        yield outage.began_at, words


def _minutes(length: timedelta) -> int:
    return round(length / timedelta(minutes=1))


def _long(length: timedelta) -> str:
    seconds = max(1, round(length.total_seconds()))
    minutes, rest = divmod(seconds, 60)
    return f"{seconds} s" if minutes == 0 else f"{minutes} min {rest} s"
