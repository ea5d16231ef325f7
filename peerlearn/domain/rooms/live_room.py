"""The live room as a frozen value: who sits where, how long it ran. Pure; no I/O.

Two seats, each held by one browser tab (its *instance*, a name it makes for itself). The lesson's clock runs
only while both seats are taken. Every operation returns a new room; the caller stores it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

SILENCE = timedelta(seconds=25)


class Seat(enum.StrEnum):
    """The two places in a room."""

    MENTOR = "mentor"
    LEARNER = "learner"

    @property
    def other(self) -> Seat:
        """The seat across."""
        return Seat.LEARNER if self is Seat.MENTOR else Seat.MENTOR


@dataclass(frozen=True)
class Presence:
    """One tab in a seat; moments in UTC."""

    instance: str
    entered_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class LiveRoom:
    """What is so in a room at a moment."""

    duration: timedelta
    mentor: Presence | None = None
    learner: Presence | None = None
    ran: timedelta = timedelta()
    running_since: datetime | None = None
    ended_at: datetime | None = None

    def at(self, seat: Seat) -> Presence | None:
        """Who holds a seat."""
        return self.mentor if seat is Seat.MENTOR else self.learner

    def enter(self, seat: Seat, instance: str, now: datetime) -> LiveRoom:
        """Take a seat; the newest tab of a person holds it, the same tab again only shows that it lives."""
        held = self.at(seat)
        if held is not None and held.instance == instance:
            return self.beat(seat, instance, now)
        return self._seated(seat, Presence(instance, now, now), now)

    def beat(self, seat: Seat, instance: str, now: datetime) -> LiveRoom:
        """A sign of life from the tab that holds the seat; anyone else's changes nothing."""
        held = self.at(seat)
        if held is None or held.instance != instance:
            return self
        return self._seated(seat, replace(held, seen_at=now), now)

    def leave(self, seat: Seat, instance: str, now: datetime) -> LiveRoom:
        """Give up a seat, if this tab still holds it."""
        held = self.at(seat)
        return self if held is None or held.instance != instance else self._seated(seat, None, now)

    def drop_silent(self, now: datetime) -> LiveRoom:
        """Empty the seats not heard from for a while, as of when they were last heard."""
        held = [(room_at.seen_at, seat, room_at.instance) for seat in Seat if (room_at := self.at(seat)) is not None]
        room = self
        for seen_at, seat, instance in sorted(held):  # who fell silent first ended their being together
            if now - seen_at > SILENCE:
                room = room.leave(seat, instance, seen_at)
        return room

    def end(self, now: datetime) -> LiveRoom:
        """Close the room for good; its clock stands."""
        if self.ended_at is not None:
            return self
        stopped = replace(self, ran=self.elapsed(now), running_since=None)
        return replace(stopped, mentor=None, learner=None, ended_at=now)

    def elapsed(self, now: datetime) -> timedelta:
        """How long both have been there together, at most the booked length."""
        running = max(now - self.running_since, timedelta()) if self.running_since else timedelta()
        return min(self.ran + running, self.duration)

    @property
    def met(self) -> bool:
        """Whether both were ever there at once."""
        return self.running_since is not None or self.ran > timedelta()

    def is_over(self, now: datetime) -> bool:
        """Whether the booked time is used up."""
        return self.elapsed(now) >= self.duration

    def offers(self, seat: Seat) -> bool:
        """Whether this seat makes the first WebRTC offer: whoever was there first does."""
        mine, theirs = self.at(seat), self.at(seat.other)
        if mine is None or theirs is None:
            return True
        return (mine.entered_at, seat) < (theirs.entered_at, seat.other)

    def _seated(self, seat: Seat, presence: Presence | None, now: datetime) -> LiveRoom:
        room = replace(self, mentor=presence) if seat is Seat.MENTOR else replace(self, learner=presence)
        both = room.mentor is not None and room.learner is not None and room.ended_at is None
        if both and room.running_since is None:
            return replace(room, running_since=now)
        if not both and room.running_since is not None:
            return replace(room, ran=room.elapsed(now), running_since=None)
        return room
