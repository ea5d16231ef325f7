"""Everything that changes what is offered."""

from sqlmodel import col, select

from peerlearn.domain import audit
from peerlearn.domain.accounts import Role, Viewer, lock_user
from peerlearn.domain.catalog.rules import LONGEST, NewOffering, Offer, overlap, understood
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit.refusal import Incomplete, NotAllowed
from peerlearn.kit.work import Work

TOPIC = "offerings"


def publish(work: Work, form: NewOffering, *, by: Viewer) -> int:
    """Offer a session to every learner; its id.

    Raises:
        NotAllowed: for anyone but a mentor.
        Incomplete: with a sentence per field, also when the time overlaps another of the mentor's own.
    """
    if by.role is not Role.MENTOR:
        raise NotAllowed()
    offer = understood(form, work.now)
    lock_user(work, by.user_id)
    _refuse_overlap(work, offer, by)
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


def complete(work: Work, offering_id: int) -> None:
    """Note that it took place."""
    offering = work.db.get_one(Offering, offering_id, with_for_update=True)
    offering.status = OfferingStatus.COMPLETED
    work.touch(TOPIC, f"account:{offering.mentor_id}")


def _refuse_overlap(work: Work, offer: Offer, by: Viewer) -> None:
    own = select(Offering).where(
        Offering.mentor_id == by.user_id,
        Offering.status == OfferingStatus.ACTIVE,
        col(Offering.starts_at) < offer.ends_at,
        col(Offering.starts_at) > offer.starts_at - LONGEST,
    )
    for other in work.db.exec(own):
        if overlap(offer.starts_at, offer.ends_at, other.starts_at, other.ends_at):
            problem = f"You already offer “{other.title}” at that time"
            raise Incomplete({"starts_at": problem}, problem)
