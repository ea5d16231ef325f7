"""What it costs to go back on a session at this moment, to the paisa; its version of `policy` is the table."""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from peerlearn.domain import payments
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.policy import Tier
from peerlearn.domain.bookings.refusals import NotCancellable, NotYourBooking, TooLateToCancel
from peerlearn.domain.bookings.rules import CANCELLABLE, BookingStatus, counted_start, tier_at
from peerlearn.domain.bookings.storage import open_booking_of
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.payments import Paid
from peerlearn.kit import clock
from peerlearn.kit.money import Money

NOTHING = Money(0)


class GoesBack(enum.StrEnum):
    """How much of it a learner gets back."""

    ALL = "all"
    PART = "part"
    NOTHING = "nothing"


@dataclass(frozen=True)
class CancelTerms:
    """What cancelling means at this moment, for the one who asks; amounts are rupee text.

    `other_name` is empty while nobody has booked; `total` is what the learner paid, `back` what they get of it and
    `kept` the rest; `fee` is what it costs a mentor, or empty, and `to_learner` whether the learner has that. `until`
    is the moment until which all this holds, ISO 8601 in UTC, and empty where nothing changes before the start.
    `by_credit` says that it was paid from a package, to which all of it goes back; a part of it books nothing, and goes
    on to the learner. `missed` is the notice with which more would have gone back, such as "24 hours", or empty.
    `moved_late` says that it is so little because little was left when it was moved.
    """

    title: str
    starts_at: str
    until: str
    other_name: str = ""
    total: str = ""
    back: str = ""
    back_paise: int = 0
    kept: str = ""
    goes_back: str = GoesBack.ALL
    arrives: str = ""
    fee: str = ""
    fee_paise: int = 0
    to_learner: bool = False
    by_credit: bool = False
    missed: str = ""
    moved_late: bool = False


def terms_of(db: Session, booking_id: int, *, by: Viewer) -> CancelTerms:
    """What it means for its learner to cancel this booking now.

    Raises:
        NotYourBooking: for anyone but its learner.
        NotCancellable, TooLateToCancel.
    """
    booking = db.get(Booking, booking_id)
    if booking is None or booking.learner_id != by.user_id:
        raise NotYourBooking()
    offering, now = db.get_one(Offering, booking.session_id), clock.now()
    check_cancellable(booking.status in CANCELLABLE, offering, now)
    paid = payments.money_of(db, booking_id)
    back = back_of(paid, booking, offering, now)
    return CancelTerms(
        title=offering.title,
        starts_at=offering.starts_at.isoformat(),
        until=_until(booking, offering, now),
        other_name=db.get_one(User, offering.mentor_id).name,
        total=str(paid.total),
        back=str(back),
        back_paise=back.paise,
        kept=str(paid.left - back),
        goes_back=GoesBack.ALL if back == paid.left else GoesBack.PART if back > NOTHING else GoesBack.NOTHING,
        arrives=payments.refund_arrives(paid.method),
        by_credit=bool(payments.paid_by_credit(db, [booking_id])),
        missed=booking.policy.missed_at(_tier(booking, offering, now)),
        moved_late=_moved_late(booking, offering, now),
    )


def call_off_terms(db: Session, offering_id: int, *, by: Viewer) -> CancelTerms:
    """What it means for its mentor to call this session off now.

    Raises:
        NotYourBooking: for anyone but its mentor.
        NotCancellable, TooLateToCancel.
    """
    offering, now = db.get(Offering, offering_id), clock.now()
    if offering is None or offering.mentor_id != by.user_id:
        raise NotYourBooking()
    check_cancellable(offering.status == OfferingStatus.ACTIVE, offering, now)
    booking = open_booking_of(db, offering_id, lock=False)
    if booking is None or booking.status not in CANCELLABLE:
        return CancelTerms(title=offering.title, starts_at=offering.starts_at.isoformat(), until="")
    left, fee = payments.money_of(db, booking.id or 0).left, fee_of(db, booking, offering, now)
    return CancelTerms(
        title=offering.title,
        starts_at=offering.starts_at.isoformat(),
        until=_until(booking, offering, now),
        other_name=db.get_one(User, booking.learner_id).name,
        total=str(left),
        back=str(left),
        back_paise=left.paise,
        fee=str(fee) if fee > NOTHING else "",
        fee_paise=fee.paise,
        to_learner=booking.policy.compensates,
        by_credit=bool(payments.paid_by_credit(db, [booking.id or 0])),
        missed=booking.policy.missed_at(_tier(booking, offering, now)),
        moved_late=_moved_late(booking, offering, now),
    )


def back_of(paid: Paid, booking: Booking, offering: Offering, now: datetime) -> Money:
    """How much goes back when the learner cancels at this moment."""
    return payments.part_of(paid.left, _tier(booking, offering, now).back_bps)


def fee_of(db: Session, booking: Booking | None, offering: Offering, now: datetime) -> Money:
    """What it costs the mentor to call it off at this moment: what the learner would have lost, or their part of it."""
    if booking is None or booking.status != BookingStatus.CONFIRMED:
        return NOTHING
    paid = payments.money_of(db, booking.id or 0)
    back = back_of(paid, booking, offering, now)
    return paid.left - back if booking.policy.compensates else paid.mentors_after(back)


def check_cancellable(cancellable: bool, offering: Offering, now: datetime) -> None:
    """Stop here when there is nothing to go back on (any more).

    Raises:
        NotCancellable, TooLateToCancel.
    """
    if not cancellable:
        raise NotCancellable()
    if offering.starts_at <= now:
        raise TooLateToCancel()


def _moved_late(booking: Booking, offering: Offering, now: datetime) -> bool:
    return counted_start(offering.starts_at, booking.counted_notice, now) < offering.starts_at


def _tier(booking: Booking, offering: Offering, now: datetime) -> Tier:
    return tier_at(booking.policy, booking.status, counted_start(offering.starts_at, booking.counted_notice, now), now)


def _until(booking: Booking, offering: Offering, now: datetime) -> str:
    tier = _tier(booking, offering, now)
    ends_before_start = tier != booking.policy.tiers[-1]
    return (offering.starts_at - tier.notice).isoformat() if ends_before_start else ""
