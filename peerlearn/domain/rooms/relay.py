"""Who may use the TURN relay: the two people of a room, while it may be joined, each by a pass of their own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import BookingStatus
from peerlearn.domain.rooms.actions import OPENS_BEFORE
from peerlearn.domain.rooms.storage import room_of
from peerlearn.kit import clock, turn
from peerlearn.settings import settings

# A lesson that began late or stood still for a while goes on past its planned end.
RELAYED_AFTER_THE_END = timedelta(hours=3)


@dataclass(frozen=True)
class RelayPass:
    """Where the relay is, and what lets one person of one room in for so long."""

    urls: tuple[str, ...]
    username: str
    credential: str = field(repr=False)
    good_for: timedelta


def relay_pass(db: Session, room_id: str, *, by: Viewer) -> RelayPass | None:
    """A pass for the viewer; None where there is no relay, or none for a room that is closed at this time.

    Raises:
        NotYourRoom: for everybody but the two.
    """
    row, _, facts = room_of(db, room_id, by=by, lock=False)
    now = clock.now()
    ends_at = facts.starts_at + timedelta(minutes=facts.duration_minutes)
    going_on = row.ended_at is None and facts.status == BookingStatus.CONFIRMED
    until = relayed_until(facts.starts_at, ends_at, now)
    if not settings.turn_urls or not going_on or until is None:
        return None
    # Numbers that mean something to whoever has the database, and nothing to whoever watches the line.
    given = turn.credentials_for(f"{row.booking_id}-{by.user_id}", until=until, secret=settings.turn_secret)
    return RelayPass(settings.turn_urls, given.username, given.credential, until - now)


def relayed_until(starts_at: datetime, ends_at: datetime, now: datetime) -> datetime | None:
    """Until when a pass given now is good; None outside the time in which the room may be joined."""
    over_at = ends_at + RELAYED_AFTER_THE_END
    if not starts_at - OPENS_BEFORE <= now < over_at:
        return None
    return min(now + timedelta(seconds=settings.turn_ttl), over_at)
