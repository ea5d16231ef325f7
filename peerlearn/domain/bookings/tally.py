"""How much is offered, asked for, and has taken place."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.bookings.rules import OPEN, BookingStatus
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


def open_of(db: Session, viewer: Viewer) -> int:
    """How many bookings of this person may still take place, or wait for money."""
    own = Offering.mentor_id if viewer.role == Role.MENTOR else Booking.learner_id
    wanted = select(func.count()).select_from(Booking).join(Offering, col(Offering.id) == col(Booking.session_id))
    return db.exec(wanted.where(own == viewer.user_id, col(Booking.status).in_(OPEN))).one()


def tally(db: Session) -> Tally:
    """All of it, as it is now."""
    ahead = (col(Offering.status) == OfferingStatus.ACTIVE) & (col(Offering.starts_at) > clock.now())
    to_come = db.exec(select(func.count()).select_from(Offering).where(ahead)).one()
    found = dict(db.exec(select(Booking.status, func.count()).group_by(Booking.status)).all())
    counted = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.COMPLETED)
    return Tally(to_come, *(found.get(status, 0) for status in counted))
