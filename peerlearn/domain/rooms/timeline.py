"""What a lesson's timeline says of it: attended, late, nobody came, or the line broke it. Pure.

Two kinds of testimony. What the *server* saw (who sat where, and when) is taken as it is. What a *browser* says
about the line is a claim of one seat: it counts only for the time that both seats name, so that nobody can talk
a lesson into having failed, and never for the one who made it against the other.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from peerlearn.domain.rooms.live_room import Seat

NO_SHOW_AFTER = timedelta(minutes=10)
LATE_AFTER = timedelta(minutes=2)


class Deed(enum.StrEnum):
    """What the server saw."""

    JOINED = "joined"
    LEFT = "left"  # by their own word
    GONE = "gone"  # the page was closed, or the line to it was lost
    ENDED = "ended"


class Fault(enum.StrEnum):
    """Where a seat believes that an outage was: on its own side, on the other, or between the two."""

    MINE = "mine"
    THEIRS = "theirs"
    BETWEEN = "between"


@dataclass(frozen=True)
class Moment:
    """One thing that the server saw; no seat when the session ended for both."""

    at: datetime
    deed: Deed
    seat: Seat | None = None


@dataclass(frozen=True)
class Outage:
    """What one seat says about the line."""

    seat: Seat
    began_at: datetime
    ended_at: datetime
    fault: Fault


class Outcome(enum.StrEnum):
    """What a lesson was."""

    OPEN = "open"  # too early to say
    ATTENDED = "attended"
    LATE = "late"
    NO_SHOW = "no-show"
    TECHNICAL_FAILURE = "technical failure"


class Attendance(enum.StrEnum):
    """Whether one of the two was there."""

    OPEN = "open"
    ON_TIME = "on time"
    LATE = "late"
    NO_SHOW = "no-show"


@dataclass(frozen=True)
class Judgement:
    """What the timeline says; `broken` is how long the line was down by both accounts, or one came back."""

    outcome: Outcome
    mentor: Attendance
    learner: Attendance
    together: timedelta
    broken: timedelta
    at_fault: tuple[Seat, ...] = ()

    @property
    def absent(self) -> tuple[Seat, ...]:
        """Who did not come."""
        both = ((Seat.MENTOR, self.mentor), (Seat.LEARNER, self.learner))
        return tuple(seat for seat, was in both if was is Attendance.NO_SHOW)


Spell = tuple[datetime, datetime]


def judge(moments: Sequence[Moment], outages: Iterable[Outage], *, starts_at: datetime, now: datetime) -> Judgement:
    """Decide by the timeline, as far as it goes at a moment."""
    until = min([now, *(moment.at for moment in moments if moment.deed is Deed.ENDED)])
    present = {seat: _presence(moments, seat, until) for seat in Seat}
    met = _both(present[Seat.MENTOR], present[Seat.LEARNER])
    was = {seat: _attendance(present[seat], met, starts_at, now) for seat in Seat}
    claimed = [outage for outage in outages if outage.began_at < outage.ended_at]
    named = {seat: _joined([(one.began_at, one.ended_at) for one in claimed if one.seat is seat]) for seat in Seat}
    cuts = {seat: _cuts(moments, seat, present[seat.other]) for seat in Seat}
    down = _both(_both(named[Seat.MENTOR], named[Seat.LEARNER]), met)
    broken = _joined([*down, *cuts[Seat.MENTOR], *cuts[Seat.LEARNER]])
    whole = _length(met) - _length(_both(met, broken))
    return Judgement(
        outcome=_outcome(set(was.values()), whole, _length(broken)),
        mentor=was[Seat.MENTOR],
        learner=was[Seat.LEARNER],
        together=_length(met),
        broken=_length(broken),
        at_fault=tuple(seat for seat in Seat if cuts[seat] or _admits(claimed, seat, down)),
    )


def _outcome(was: set[Attendance], whole: timedelta, broken: timedelta) -> Outcome:
    if Attendance.NO_SHOW in was:
        return Outcome.NO_SHOW
    if Attendance.OPEN in was:
        return Outcome.OPEN
    if broken > timedelta() and broken >= whole:  # it was down for at least as long as it worked
        return Outcome.TECHNICAL_FAILURE
    return Outcome.LATE if Attendance.LATE in was else Outcome.ATTENDED


def _attendance(present: list[Spell], met: list[Spell], starts_at: datetime, now: datetime) -> Attendance:
    """By when they came; who was never together with the other must be there when the patience ends."""
    deadline = starts_at + NO_SHOW_AFTER
    if not met:
        if now < deadline:
            return Attendance.OPEN
        if not any(began <= deadline <= ended for began, ended in present):
            return Attendance.NO_SHOW
    came_at = min([met[0][0]] if met else [deadline])
    came_at = min([came_at, *(max(began, starts_at) for began, ended in present if ended > starts_at)])
    return Attendance.LATE if came_at > starts_at + LATE_AFTER else Attendance.ON_TIME


def _presence(moments: Sequence[Moment], seat: Seat, until: datetime) -> list[Spell]:
    """When a seat was taken."""
    spells: list[Spell] = []
    since: datetime | None = None
    for moment in sorted(moments, key=lambda one: one.at):
        if moment.seat is not seat or moment.at > until:
            continue
        if moment.deed is Deed.JOINED:
            since = since or moment.at
        elif since is not None:
            spells.append((since, moment.at))
            since = None
    if since is not None:
        spells.append((since, until))
    return _joined(spells)


def _cuts(moments: Sequence[Moment], seat: Seat, other: list[Spell]) -> list[Spell]:
    """When somebody was gone without a word and came back, as far as the other waited: who comes back was cut."""
    gaps: list[Spell] = []
    gone_at: datetime | None = None
    for moment in sorted((one for one in moments if one.seat is seat), key=lambda one: one.at):
        if moment.deed is Deed.JOINED and gone_at is not None:
            gaps.append((gone_at, moment.at))
        gone_at = moment.at if moment.deed is Deed.GONE else None
    return _both(_joined(gaps), other)


def _admits(claimed: list[Outage], seat: Seat, down: list[Spell]) -> bool:
    """Whether a seat says of itself that it was its line, while both say that it was down."""
    own = [(one.began_at, one.ended_at) for one in claimed if one.seat is seat and one.fault is Fault.MINE]
    return bool(_both(_joined(own), down))


def _joined(spells: Iterable[Spell]) -> list[Spell]:
    """The same time without overlaps, in order."""
    whole: list[Spell] = []
    for began, ended in sorted(spells):
        if whole and began <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], ended))
        elif began < ended:
            whole.append((began, ended))
    return whole


def _both(ones: list[Spell], others: list[Spell]) -> list[Spell]:
    """The time that is in both."""
    shared = ((max(a, c), min(b, d)) for a, b in ones for c, d in others)
    return _joined((began, ended) for began, ended in shared if began < ended)


def _length(spells: list[Spell]) -> timedelta:
    return sum((ended - began for began, ended in spells), timedelta())
