"""How much is offered, asked for, and has taken place."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit import clock


@dataclass(frozen=True)
class Tally:
    """Sessions to come, and the bookings of all sessions by where they are."""

    to_come: int
    waiting: int
    confirmed: int
    completed: int


def tally(db: Session) -> Tally:
    """All of it, as it is now."""
    ahead = (col(Offering.status) == OfferingStatus.ACTIVE) & (col(Offering.starts_at) > clock.now())
    to_come = db.exec(select(func.count()).select_from(Offering).where(ahead)).one()
    found = dict(db.exec(select(Booking.status, func.count()).group_by(Booking.status)).all())
    counted = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.COMPLETED)
    return Tally(to_come, *(found.get(status, 0) for status in counted))
