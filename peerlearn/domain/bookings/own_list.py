"""The bookings of one person, a mentor or a learner: by what became of them, found by words, a part at a time."""

import enum
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.queries import SHOWN_AFTER_START, UpcomingCard, cards_of
from peerlearn.domain.bookings.rules import BookingStatus, CancelReason
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import clock
from peerlearn.kit.search import words_of


class Stage(enum.StrEnum):
    """Which of one's own bookings somebody wants to see."""

    ALL = "all"
    PAST = "past"  # completed, or come to nothing and hours after it would have begun
    AHEAD = "ahead"
    COMPLETED = "completed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class BookingFilter:
    """What somebody looks for; a stage that is no known word is the past."""

    stage: str = Stage.PAST
    search: str = ""


def own_bookings(
    db: Session, viewer: Viewer, wanted: BookingFilter, *, most: int, after: int = 0
) -> list[UpcomingCard]:
    """A person's bookings that were paid, the newest session first, or the next one where they are ahead.

    Args:
        db: where they are.
        viewer: the mentor or the learner.
        wanted: which of them; its words all have to stand in the title or the other one's name.
        most: how many at most.
        after: how many to leave out first.
    """
    other, teaches = aliased(User), viewer.role is Role.MENTOR
    whose, across = (Offering.mentor_id, Booking.learner_id) if teaches else (Booking.learner_id, Offering.mentor_id)
    stage = Stage(wanted.stage) if wanted.stage in set(Stage) else Stage.PAST
    rows: Any = (
        select(Booking, Offering, other.name)
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .join(other, col(other.id) == col(across))
        .where(col(whose) == viewer.user_id, _is_at(stage))
    )
    if teaches:  # who paid too late never asked them
        rows = rows.where(col(Booking.cancel_reason) != CancelReason.NOT_FREE)
    for word in words_of(wanted.search):
        texts = (col(Offering.title), col(other.name))
        rows = rows.where(or_(*(text.icontains(word, autoescape=True) for text in texts)))
    order = (col(Offering.starts_at), col(Booking.id))
    rows = rows.order_by(*(order if stage is Stage.AHEAD else (each.desc() for each in order)))
    return cards_of(db, db.exec(rows.offset(after).limit(most)).all())


def _is_at(stage: Stage) -> Any:
    status = col(Booking.status)
    came_to_nothing = status.in_((BookingStatus.REJECTED, BookingStatus.CANCELLED))
    over = came_to_nothing & (col(Offering.starts_at) <= clock.now() - SHOWN_AFTER_START)
    paid = status.not_in((BookingStatus.HELD, BookingStatus.EXPIRED))
    return {
        Stage.ALL: paid,
        Stage.PAST: or_(status == BookingStatus.COMPLETED, over),
        Stage.AHEAD: status.in_((BookingStatus.PENDING, BookingStatus.CONFIRMED)),
        Stage.COMPLETED: status == BookingStatus.COMPLETED,
        Stage.DECLINED: status == BookingStatus.REJECTED,
        Stage.CANCELLED: status == BookingStatus.CANCELLED,
    }[stage]
