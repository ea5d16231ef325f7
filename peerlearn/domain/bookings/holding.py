"""What a learner holds while they pay: for how long still, and what it is."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain import payments
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import clock


@dataclass(frozen=True)
class Hold:
    """How long a session is still kept for who is paying; `over` when nobody paid in time."""

    seconds_left: int
    over: bool


@dataclass(frozen=True)
class HeldCard:
    """A session that is kept for its learner; moments are ISO 8601 in UTC, `total` is what they are about to pay."""

    booking_id: int
    offering_id: int
    title: str
    mentor_name: str
    starts_at: str
    duration_minutes: int
    total: str
    ends_at: str
    seconds_left: int
    over: bool = False


def hold_of(db: Session, booking_id: int) -> Hold:
    """What is left of the time to pay for a booking."""
    booking = db.get_one(Booking, booking_id)
    left = max(0, int((booking.hold_ends_at - clock.now()).total_seconds()))
    unpaid = booking.status == BookingStatus.HELD
    return Hold(left if unpaid else 0, over=booking.status == BookingStatus.EXPIRED or (unpaid and left == 0))


def held_by(db: Session, viewer: Viewer) -> list[HeldCard]:
    """What is kept for this learner just now, the one that ends first before the others."""
    now = clock.now()
    wanted = (
        select(Booking, Offering, User.name)
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .join(User, col(User.id) == col(Offering.mentor_id))
        .where(Booking.learner_id == viewer.user_id, Booking.status == BookingStatus.HELD)
        .where(col(Booking.hold_ends_at) > now)
        .order_by(col(Booking.hold_ends_at))
    )
    return [
        HeldCard(
            booking_id=booking.id or 0,
            offering_id=offering.id or 0,
            title=offering.title,
            mentor_name=mentor_name,
            starts_at=offering.starts_at.isoformat(),
            duration_minutes=offering.duration_minutes,
            total=str(payments.paid_for(db, booking.id or 0)),
            ends_at=booking.hold_ends_at.isoformat(),
            seconds_left=int((booking.hold_ends_at - now).total_seconds()),
        )
        for booking, offering, mentor_name in db.exec(wanted)
    ]
