"""Everything that changes what is offered."""

from datetime import datetime

from sqlmodel import col, select, update

from peerlearn.domain import audit
from peerlearn.domain.accounts import Role, Viewer, lock_user
from peerlearn.domain.catalog.rules import LONGEST, NewOffering, Offer, overlap, understood
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit.refusal import Incomplete, NotAllowed
from peerlearn.kit.work import Work

TOPIC = "offerings"


def publish(work: Work, form: NewOffering, *, by: Viewer) -> int:
    """Offer a session to every learner; its id, the same when the same form comes twice.

    Raises:
        NotAllowed: for anyone but a mentor.
        Incomplete: with a sentence per field, also when the time overlaps another of the mentor's own.
    """
    if by.role is not Role.MENTOR:
        raise NotAllowed()
    offer = understood(form, work.now)
    lock_user(work, by.user_id)
    other = offered_then(work, by.user_id, offer.starts_at, offer.ends_at)
    if other is not None:
        return _same(other, offer)
    return _list(work, offer, by)


def complete(work: Work, offering_id: int) -> None:
    """Note that it took place."""
    offering = work.db.get_one(Offering, offering_id, with_for_update=True)
    offering.status = OfferingStatus.COMPLETED
    work.touch(TOPIC, f"account:{offering.mentor_id}")


def call_off(work: Work, offering_id: int) -> None:
    """Offer it no longer."""
    offering = work.db.get_one(Offering, offering_id, with_for_update=True)
    offering.status = OfferingStatus.CANCELLED
    work.touch(TOPIC, f"account:{offering.mentor_id}")


def call_off_all(work: Work, mentor_id: int) -> None:
    """Offer nothing of this mentor's any longer; whoever calls has looked that nobody has booked any of it."""
    own = update(Offering).where(col(Offering.mentor_id) == mentor_id, col(Offering.status) == OfferingStatus.ACTIVE)
    work.db.exec(own.values(status=OfferingStatus.CANCELLED))
    work.touch(TOPIC, f"account:{mentor_id}")


def offered_then(
    work: Work, mentor_id: int, starts_at: datetime, ends_at: datetime, *, but_for: int | None = None
) -> Offering | None:
    """What else this mentor offers around that time, booked or not, except for one session."""
    own = select(Offering).where(
        Offering.mentor_id == mentor_id,
        Offering.status == OfferingStatus.ACTIVE,
        Offering.id != but_for,
        col(Offering.starts_at) < ends_at,
        col(Offering.starts_at) > max(starts_at - LONGEST, work.now),  # whose time has come holds nobody up
    )
    others = work.db.exec(own.order_by(col(Offering.starts_at)))
    return next((one for one in others if overlap(starts_at, ends_at, one.starts_at, one.ends_at)), None)


def _same(other: Offering, offer: Offer) -> int:
    """A double click sends the same form twice; nobody offers the same session twice at one time."""
    listed = (other.title, other.description, other.topics, other.price_paise, other.starts_at, other.ends_at)
    wanted = (offer.title, offer.description, offer.topics, offer.price.paise, offer.starts_at, offer.ends_at)
    if listed != wanted:
        problem = f"You already offer “{other.title}” at that time"
        raise Incomplete({"starts_at": problem}, problem)
    assert other.id is not None
    return other.id


def _list(work: Work, offer: Offer, by: Viewer) -> int:
    offering = Offering(
        mentor_id=by.user_id,
        title=offer.title,
        description=offer.description,
        topics=offer.topics,
        price_paise=offer.price.paise,
        starts_at=offer.starts_at,
        duration_minutes=int(offer.duration.total_seconds() // 60),
        created_at=work.now,
    )
    work.db.add(offering)
    work.db.flush()
    assert offering.id is not None
    audit.record(work, "session.publish", actor_id=by.user_id, target=f"session:{offering.id}")
    work.touch(TOPIC, f"account:{by.user_id}")
    return offering.id
