"""What a session is to somebody who passes by, and how a rating reads: pure decisions."""

import enum
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

SOON_BEFORE = timedelta(minutes=10)
MOST_STARS = 5
HIGHEST_NUMBER = 2**31 - 1  # of a row, on every database


class SessionState(enum.StrEnum):
    """What a visitor can do about a session."""

    LIVE = "live"  # the mentor is in its room
    SOON = "soon"  # free, and starts within minutes
    BOOKABLE = "bookable"
    BOOKED = "booked"
    OVER = "over"  # took place, was cancelled, or found nobody in time


CAN_BE_BOOKED = frozenset({SessionState.SOON, SessionState.BOOKABLE})


@dataclass(frozen=True)
class Moment:
    """What the state of a session depends on."""

    active: bool
    taken: bool
    mentor_present: bool
    starts_at: datetime
    ends_at: datetime


def state_of(session: Moment, now: datetime) -> SessionState:
    """The state of a session at a moment."""
    if not session.active:
        return SessionState.OVER
    if session.mentor_present:
        return SessionState.LIVE
    if session.taken:
        return SessionState.BOOKED if now < session.ends_at else SessionState.OVER
    if session.starts_at <= now:
        return SessionState.OVER
    return SessionState.SOON if session.starts_at <= now + SOON_BEFORE else SessionState.BOOKABLE


@dataclass(frozen=True)
class Stars:
    """What learners gave a mentor: how many stars in all, in how many ratings."""

    total: int = 0
    count: int = 0

    @property
    def text(self) -> str:
        """The average to one decimal, half a tenth rounded up; empty while nobody has rated."""
        if not self.count:
            return ""
        tenths = (20 * self.total + self.count) // (2 * self.count)
        return f"{tenths // 10}.{tenths % 10}"

    @property
    def percent(self) -> int:
        """The average as a share of all the stars there are, for drawing them."""
        return round(100 * self.total / (MOST_STARS * self.count)) if self.count else 0


def session_number(text: str) -> int | None:
    """The number of a session in an address; None for what cannot be one."""
    found = re.fullmatch(r"[1-9][0-9]{0,9}", text)
    return int(text) if found and int(text) <= HIGHEST_NUMBER else None


def mentor_handle(text: str) -> str | None:
    """The handle of a mentor in an address; None for what cannot be one."""
    return text if re.fullmatch(r"[a-z0-9-]{1,64}", text) else None
