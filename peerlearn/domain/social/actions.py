"""Rating a session."""

from sqlalchemy.exc import NoResultFound
from sqlmodel import Session, select

from peerlearn.domain import audit, bookings
from peerlearn.domain.accounts import Viewer, lock_user
from peerlearn.domain.bookings import BookingStatus, NotYourBooking
from peerlearn.domain.social.events import MentorRated
from peerlearn.domain.social.tables import Rating
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work

LONGEST_COMMENT = 1000


def rate(work: Work, booking_id: int, stars: int, comment: str, *, by: Viewer) -> None:
    """Keep what one of the two thought of a session that took place; the first word stands.

    Raises:
        NotYourBooking: for everybody else.
        Refusal: before the end, or for anything but one to five stars.
    """
    lock_user(work, by.user_id)
    try:
        facts = bookings.booking_for_room(work.db, booking_id)
    except NoResultFound:
        raise NotYourBooking() from None
    if by.user_id not in (facts.mentor_id, facts.learner_id):
        raise NotYourBooking()
    if facts.status != BookingStatus.COMPLETED:
        raise Refusal("Feedback opens when the session has ended.")
    if not 1 <= stars <= 5:
        raise Refusal("Please choose one to five stars.")
    if has_rated(work.db, booking_id, by.user_id):
        return
    text = comment.strip()[:LONGEST_COMMENT]
    work.db.add(Rating(booking_id=booking_id, author_id=by.user_id, stars=stars, comment=text, created_at=work.now))
    audit.record(work, "booking.rate", actor_id=by.user_id, target=f"booking:{booking_id}", stars=stars)
    work.touch(f"account:{facts.mentor_id}", f"account:{facts.learner_id}")
    if by.user_id == facts.learner_id:
        work.tell(MentorRated(facts.mentor_id, stars))


def has_rated(db: Session, booking_id: int, user_id: int) -> bool:
    """Whether this person has given their feedback."""
    given = select(Rating.id).where(Rating.booking_id == booking_id, Rating.author_id == user_id)
    return db.exec(given).first() is not None
