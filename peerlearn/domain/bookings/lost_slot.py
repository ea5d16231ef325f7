"""Money that came for a session that was no longer free: what its learner could book instead, and the mail about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from peerlearn.domain import payments
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.queries import bookable
from peerlearn.domain.bookings.rules import OPEN, takes_the_slot
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog import overlap
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import clock, database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work
from peerlearn.settings import settings

MOST = 3
MOST_LOOKED_AT = 200
MAIL_LOST_SLOT = "mail_lost_slot"
SUBJECT = "Your money for “{title}” is on its way back"
BODY = """Hello {name},

your payment for “{title}”, {starts}, arrived when the session was no longer free.

{total} go back to where they came from. {arrives}
{instead}"""
INSTEAD = "\nYou can book one of these instead:\n"
LINE = "\n{title}, with {mentor}\n{starts}, {total}\n{address}\n"


@dataclass(frozen=True)
class InsteadCard:
    """A session that can be booked instead; `starts_at` is ISO 8601 in UTC, `total` what it costs with the fee."""

    offering_id: int
    title: str
    mentor_name: str
    starts_at: str
    total: str


def instead_of(db: Session, booking_id: int) -> list[InsteadCard]:
    """What the learner of a lost session could book: the same mentor's first, then on the same topics, nearest first.

    Nothing at a time at which they have something else.
    """
    booking = db.get_one(Booking, booking_id)
    lost = db.get_one(Offering, booking.session_id)
    viewer = Viewer(booking.learner_id, Role.LEARNER, "")
    free = bookable(viewer).where(col(Offering.id) != lost.id).order_by(col(Offering.starts_at), col(Offering.id))
    theirs = list(db.exec(free.where(Offering.mentor_id == lost.mentor_id).limit(MOST_LOOKED_AT)))
    others = db.exec(free.where(Offering.mentor_id != lost.mentor_id).limit(MOST_LOOKED_AT))
    wanted = {topic.casefold() for topic in lost.topics}
    alike = [found for found in others if wanted & {topic.casefold() for topic in found[0].topics}]
    taken = _taken(db, booking.learner_id)
    chosen = [
        (offering, name)
        for found in (theirs, alike)
        for offering, name in sorted(found, key=lambda one: abs(one[0].starts_at - lost.starts_at))
        if not any(overlap(offering.starts_at, offering.ends_at, *span) for span in taken)
    ]
    return [_card(offering, name) for offering, name in chosen[:MOST]]


def tell_of_lost_slot(work: Work, booking_id: int) -> None:
    """Have the learner told where their money is, and what they could book."""
    enqueue(work, MAIL_LOST_SLOT, key=f"{MAIL_LOST_SLOT}:{booking_id}", payload={"booking_id": booking_id})


@job(MAIL_LOST_SLOT)
def mail_lost_slot(run: Run) -> None:
    """Tell the learner, if they still have an account."""
    with database.reading() as db:
        learner, subject, body = _letter(db, int(run.payload["booking_id"]))
    if learner.is_active and mail.can_send():
        mail.deliver(run, to=learner.email, subject=subject, body=body)


def _letter(db: Session, booking_id: int) -> tuple[User, str, str]:
    booking = db.get_one(Booking, booking_id)
    lost = db.get_one(Offering, booking.session_id)
    learner = db.get_one(User, booking.learner_id)
    lines = [
        LINE.format(
            title=card.title,
            mentor=card.mentor_name,
            starts=_in_words(datetime.fromisoformat(card.starts_at)),
            total=card.total,
            address=f"{settings.site_url}/dashboard/learner/?book={card.offering_id}",
        )
        for card in instead_of(db, booking_id)
    ]
    paid = payments.money_of(db, booking_id)
    body = BODY.format(
        name=learner.name,
        title=lost.title,
        starts=_in_words(lost.starts_at),
        total=paid.total,
        arrives=payments.refund_arrives(paid.method),
        instead=INSTEAD + "".join(lines) if lines else "",
    )
    return learner, SUBJECT.format(title=lost.title), body


def _taken(db: Session, learner_id: int) -> list[tuple[datetime, datetime]]:
    """When a learner has a session, asked for one or is paying for one."""
    own = (
        select(Booking, Offering)
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .where(Booking.learner_id == learner_id, col(Booking.status).in_(OPEN))
    )
    now = clock.now()
    return [
        (offering.starts_at, offering.ends_at)
        for booking, offering in db.exec(own)
        if takes_the_slot(booking.status, booking.hold_ends_at, now)
    ]


def _card(offering: Offering, mentor_name: str) -> InsteadCard:
    return InsteadCard(
        offering_id=offering.id or 0,
        title=offering.title,
        mentor_name=mentor_name,
        starts_at=offering.starts_at.isoformat(),
        total=str(payments.quote(Money(offering.price_paise)).total),
    )


def _in_words(moment: datetime) -> str:
    return f"{moment:%A, %d %B %Y, %H:%M} UTC"
