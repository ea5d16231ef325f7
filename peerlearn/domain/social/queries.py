"""What the two said about a session, for admins who have to know."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.social.tables import Rating


@dataclass(frozen=True)
class FeedbackCard:
    """What one of the two said; `at` is ISO 8601 in UTC, the comment may be empty."""

    name: str
    stars: int
    comment: str
    at: str


def feedback_of(db: Session, booking_id: int) -> list[FeedbackCard]:
    """The feedback on a session, in the order in which it came."""
    said = select(Rating, User.name).join(User, col(User.id) == Rating.author_id).where(Rating.booking_id == booking_id)
    return [
        FeedbackCard(name, rating.stars, rating.comment, rating.created_at.isoformat())
        for rating, name in db.exec(said.order_by(col(Rating.id)))
    ]
