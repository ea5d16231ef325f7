"""What a mentor offers. What learners can still book of it depends on bookings, which read it themselves."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit import clock
from peerlearn.kit.money import Money

MOST_SHOWN = 100


@dataclass(frozen=True)
class OwnOfferingCard:
    """A session as the mentor who offers it sees it; `starts_at` is ISO 8601 in UTC, `price` rupee text."""

    offering_id: int
    title: str
    topics: list[str]
    starts_at: str
    duration_minutes: int
    price: str


def of_mentor(db: Session, mentor_id: int) -> list[OwnOfferingCard]:
    """What this mentor offers from now on, booked or not, soonest first."""
    wanted = (
        select(Offering)
        .where(
            Offering.mentor_id == mentor_id,
            Offering.status == OfferingStatus.ACTIVE,
            col(Offering.starts_at) > clock.now(),
        )
        .order_by(col(Offering.starts_at))
        .limit(MOST_SHOWN)
    )
    return [
        OwnOfferingCard(
            offering_id=offering.id or 0,
            title=offering.title,
            topics=list(offering.topics),
            starts_at=offering.starts_at.isoformat(),
            duration_minutes=offering.duration_minutes,
            price=str(Money(offering.price_paise)),
        )
        for offering in db.exec(wanted)
    ]
