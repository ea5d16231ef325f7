"""Everything read about bookings, as cards for pages; text and numbers only, moments as ISO 8601 in UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from peerlearn.domain import payments
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.rules import BookingStatus, may_be_cancelled
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit import clock
from peerlearn.kit.money import Money

MOST_OFFERINGS = 50
MOST_BOOKED = 50
SHOWN_AFTER_START = timedelta(hours=12)
ASKED_AND_ANSWERED = (
    BookingStatus.PENDING,
    BookingStatus.CONFIRMED,
    BookingStatus.REJECTED,
    BookingStatus.CANCELLED,
)


@dataclass(frozen=True)
class OfferingCard:
    """A session that can be booked; amounts are rupee text."""

    offering_id: int
    title: str
    mentor_name: str
    description: str
    topics: list[str]
    starts_at: str
    duration_minutes: int
    price: str
    service_fee: str
    total: str


@dataclass(frozen=True)
class RequestCard:
    """A learner who has paid and waits for an answer."""

    booking_id: int
    title: str
    learner_name: str
    learner_bio: str
    topics: list[str]
    starts_at: str
    duration_minutes: int
    price: str  # what they publish it for, or what it costs in the package that it was booked from
    by_credit: bool


@dataclass(frozen=True)
class UpcomingCard:
    """A booking as one of its two people sees it."""

    booking_id: int
    title: str
    other_name: str
    topics: list[str]
    starts_at: str
    duration_minutes: int
    status: str
    cancel_reason: str
    offering_id: int
    cancellable: bool
    by_credit: bool  # booked from a package


@dataclass(frozen=True)
class BookingFacts:
    """What the room of a booking must know."""

    booking_id: int
    mentor_id: int
    learner_id: int
    mentor_name: str
    learner_name: str
    title: str
    topics: list[str]
    starts_at: datetime
    duration_minutes: int
    status: str
    cancel_reason: str
    by_credit: bool


def bookable(viewer: Viewer | None) -> Any:
    """Sessions that nobody has, with their mentors' names; what the viewer holds themselves counts as free."""
    now = clock.now()
    running = and_(col(Booking.status) == BookingStatus.HELD, col(Booking.hold_ends_at) > now)
    if viewer is not None:
        running = and_(running, col(Booking.learner_id) != viewer.user_id)
    firm = col(Booking.status).in_((BookingStatus.PENDING, BookingStatus.CONFIRMED))
    taken = exists().where(col(Booking.session_id) == col(Offering.id), or_(firm, running))
    return (
        select(Offering, User.name)
        .join(User, col(User.id) == col(Offering.mentor_id))
        .where(Offering.status == OfferingStatus.ACTIVE, col(Offering.starts_at) > now, ~taken)
    )


def bookable_offerings(db: Session, *, viewer: Viewer | None = None, limit: int = MOST_OFFERINGS) -> list[OfferingCard]:
    """What can be booked right now, soonest first; a learner goes on seeing what they hold themselves."""
    wanted = bookable(viewer).order_by(col(Offering.starts_at), col(Offering.id)).limit(limit)
    return [_offering_card(offering, name) for offering, name in db.exec(wanted)]


def bookable_offering(db: Session, offering_id: int, *, viewer: Viewer) -> OfferingCard | None:
    """One session, while this learner can book it."""
    found = bookable(viewer).where(Offering.id == offering_id)
    return next((_offering_card(offering, name) for offering, name in db.exec(found)), None)


def holders(db: Session) -> frozenset[int]:
    """The learners who hold a session just now: they alone see a list other than everybody's."""
    running = and_(col(Booking.status) == BookingStatus.HELD, col(Booking.hold_ends_at) > clock.now())
    return frozenset(db.exec(select(Booking.learner_id).where(running)))


def requests_for(db: Session, mentor_id: int) -> list[RequestCard]:
    """Who waits for this mentor's answer, longest first."""
    wanted = (
        select(Booking, Offering, User.name, User.bio)
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .join(User, col(User.id) == col(Booking.learner_id))
        .where(Offering.mentor_id == mentor_id, Booking.status == BookingStatus.PENDING)
        .order_by(col(Booking.id))
        .limit(MOST_BOOKED)
    )
    rows = db.exec(wanted).all()
    credits = payments.paid_by_credit(db, [booking.id or 0 for booking, *_ in rows])
    return [
        RequestCard(
            booking_id=booking.id or 0,
            title=offering.title,
            learner_name=name,
            learner_bio=bio,
            topics=list(offering.topics),
            starts_at=offering.starts_at.isoformat(),
            duration_minutes=offering.duration_minutes,
            price=str(credits.get(booking.id or 0, Money(offering.price_paise))),
            by_credit=booking.id in credits,
        )
        for booking, offering, name, bio in rows
    ]


def upcoming_for(db: Session, viewer: Viewer) -> list[UpcomingCard]:
    """A mentor's confirmed sessions; a learner's requests and answers, as long as the session is not over."""
    other = aliased(User)
    if viewer.role is Role.MENTOR:
        own = and_(col(Offering.mentor_id) == viewer.user_id, col(Offering.status) == OfferingStatus.ACTIVE)
        whose = and_(own, col(Booking.status) == BookingStatus.CONFIRMED)
        across = col(Booking.learner_id)
    else:
        whose = and_(col(Booking.learner_id) == viewer.user_id, col(Booking.status).in_(ASKED_AND_ANSWERED))
        across = col(Offering.mentor_id)
    wanted = (
        select(Booking, Offering, other.name)
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .join(other, col(other.id) == across)
        .where(whose, col(Offering.starts_at) > clock.now() - SHOWN_AFTER_START)
        .order_by(col(Offering.starts_at), col(Booking.id))
        .limit(MOST_BOOKED)
    )
    return cards_of(db, db.exec(wanted).all())


def cancelled_as(db: Session, booking_ids: set[int]) -> dict[int, str]:
    """Of these bookings, why those came to nothing that did: a `CancelReason` each."""
    wanted = select(Booking.id, Booking.cancel_reason).where(
        col(Booking.id).in_(booking_ids), Booking.status == BookingStatus.CANCELLED
    )
    return {booking_id or 0: reason for booking_id, reason in db.exec(wanted)}


def completed_of(db: Session, viewer: Viewer) -> int:
    """How many sessions a person has taught, or taken, to the end."""
    whose = Offering.mentor_id if viewer.role is Role.MENTOR else Booking.learner_id
    wanted = (
        select(func.count())
        .select_from(Booking)
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .where(col(whose) == viewer.user_id, col(Booking.status) == BookingStatus.COMPLETED)
    )
    return db.exec(wanted).one()


def topics_taken(db: Session, learner: Viewer) -> dict[int, list[str]]:
    """The topics of each session that a learner has taken to the end, by booking."""
    wanted = (
        select(Booking.id, Offering.topics)
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .where(Booking.learner_id == learner.user_id, Booking.status == BookingStatus.COMPLETED)
    )
    return {booking_id or 0: list(topics) for booking_id, topics in db.exec(wanted)}


def booking_for_room(db: Session, booking_id: int) -> BookingFacts:
    """The facts of one booking."""
    mentor, learner = aliased(User), aliased(User)
    wanted = (
        select(Booking, Offering, mentor.name, learner.name)
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .join(mentor, col(mentor.id) == col(Offering.mentor_id))
        .join(learner, col(learner.id) == col(Booking.learner_id))
        .where(Booking.id == booking_id)
    )
    booking, offering, mentor_name, learner_name = db.exec(wanted).one()
    return BookingFacts(
        booking_id=booking_id,
        mentor_id=offering.mentor_id,
        learner_id=booking.learner_id,
        mentor_name=mentor_name,
        learner_name=learner_name,
        title=offering.title,
        topics=list(offering.topics),
        starts_at=offering.starts_at,
        duration_minutes=offering.duration_minutes,
        status=booking.status,
        cancel_reason=booking.cancel_reason,
        by_credit=bool(payments.paid_by_credit(db, [booking_id])),
    )


def _offering_card(offering: Offering, mentor_name: str) -> OfferingCard:
    quote = payments.quote(Money(offering.price_paise))
    return OfferingCard(
        offering_id=offering.id or 0,
        title=offering.title,
        mentor_name=mentor_name,
        description=offering.description,
        topics=list(offering.topics),
        starts_at=offering.starts_at.isoformat(),
        duration_minutes=offering.duration_minutes,
        price=str(quote.price),
        service_fee=str(quote.fee),
        total=str(quote.total),
    )


def cards_of(db: Session, rows: Sequence[tuple[Booking, Offering, str]]) -> list[UpcomingCard]:
    """Bookings with their sessions and the other one's name, as cards."""
    credits = payments.paid_by_credit(db, [booking.id or 0 for booking, *_ in rows])
    return [_booked_card(*found, by_credit=found[0].id in credits) for found in rows]


def _booked_card(booking: Booking, offering: Offering, other_name: str, *, by_credit: bool) -> UpcomingCard:
    return UpcomingCard(
        booking_id=booking.id or 0,
        title=offering.title,
        other_name=other_name,
        topics=list(offering.topics),
        starts_at=offering.starts_at.isoformat(),
        duration_minutes=offering.duration_minutes,
        status=booking.status,
        cancel_reason=booking.cancel_reason,
        offering_id=offering.id or 0,
        cancellable=may_be_cancelled(booking.status, offering.starts_at, clock.now()),
        by_credit=by_credit,
    )
