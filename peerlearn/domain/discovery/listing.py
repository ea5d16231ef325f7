"""Which sessions everybody may see, each with its mentor, who has it, and whether it runs: the SQL of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.rules import OPEN, BookingStatus, takes_the_slot
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.discovery.rules import Moment
from peerlearn.domain.rooms.tables import Room

LONGEST_RUNNING = timedelta(hours=12)  # a session counts as running no longer than this after its start


@dataclass(frozen=True)
class Listed:
    """A session, its mentor, the booking that has it, and that booking's room."""

    offering: Offering
    mentor: User
    booking: Booking | None
    room: Room | None

    def moment(self, now: datetime) -> Moment:
        """What its state depends on."""
        booking, room = self.booking, self.room
        return Moment(
            active=self.offering.status == OfferingStatus.ACTIVE,
            taken=booking is not None and takes_the_slot(booking.status, booking.hold_ends_at, now),
            mentor_present=room is not None and room.ended_at is None and room.mentor_instance != "",
            starts_at=self.offering.starts_at,
            ends_at=self.offering.ends_at,
        )


def listed() -> Any:
    """Sessions as the four parts of `Listed`; at most one open booking has a session, so none comes twice."""
    open_one = and_(col(Booking.session_id) == col(Offering.id), col(Booking.status).in_(OPEN))
    return (
        select(Offering, User, Booking, Room)
        .join(User, col(User.id) == col(Offering.mentor_id))
        .outerjoin(Booking, open_one)
        .outerjoin(Room, col(Room.booking_id) == col(Booking.id))
        .where(col(User.is_active))
    )


def bookable(now: datetime) -> Any:
    """The numbers of the sessions that can be booked at this moment."""
    return (
        select(Offering.id)
        .join(User, col(User.id) == col(Offering.mentor_id))
        .where(free(Offering, now), col(User.is_active))
    )


def happening(now: datetime, soon: datetime) -> Any:
    """The numbers of the sessions that run, and of those, taken or not, that start until `soon`."""
    about_to = and_(col(Offering.starts_at) > now, col(Offering.starts_at) <= soon)
    present = exists().where(
        col(Booking.session_id) == col(Offering.id),
        col(Booking.status) == BookingStatus.CONFIRMED,
        col(Room.booking_id) == col(Booking.id),
        col(Room.ended_at).is_(None),
        col(Room.mentor_instance) != "",
    )
    return (
        select(Offering.id)
        .join(User, col(User.id) == col(Offering.mentor_id))
        .where(Offering.status == OfferingStatus.ACTIVE, col(Offering.starts_at) > now - LONGEST_RUNNING)
        .where(col(Offering.starts_at) <= soon, or_(about_to, present), col(User.is_active))
    )


def free(offering: Any, now: datetime) -> ColumnElement[bool]:
    """Whether nobody has a session that is still ahead; `offering` is the table, or another look at it."""
    held = and_(col(Booking.status) == BookingStatus.HELD, col(Booking.hold_ends_at) > now)
    firm = col(Booking.status).in_((BookingStatus.PENDING, BookingStatus.CONFIRMED))
    taken = exists().where(col(Booking.session_id) == col(offering.id), or_(firm, held))
    return and_(col(offering.status) == OfferingStatus.ACTIVE, col(offering.starts_at) > now, ~taken)
