"""How mentors stand: what their learners gave them, and how many sessions of theirs took place."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.discovery.rules import Stars
from peerlearn.domain.social.tables import Rating


@dataclass(frozen=True)
class Standing:
    """One mentor's."""

    stars: Stars = Stars()
    given: int = 0


def standings(db: Session, mentor_ids: Collection[int]) -> dict[int, Standing]:
    """The standing of each of these mentors."""
    rows = db.exec(_standing_of_each().where(col(Offering.mentor_id).in_(mentor_ids)))
    known = {mentor_id: Standing(Stars(int(total), count), given) for mentor_id, total, count, given in rows}
    return {mentor_id: known.get(mentor_id, Standing()) for mentor_id in mentor_ids}


def best(db: Session, bookable: Any, limit: int) -> list[tuple[int, Standing]]:
    """The next bookable session of each of the best mentors, and how they stand: by rating, then by bookings."""
    in_turn = func.row_number().over(
        partition_by=col(Offering.mentor_id), order_by=(col(Offering.starts_at), col(Offering.id))
    )
    open_ones = (
        select(Offering.id, Offering.mentor_id, Offering.starts_at, in_turn.label("turn"))
        .where(col(Offering.id).in_(bookable))
        .cte("open_ones")
    )
    standing = _standing_of_each().where(col(Offering.mentor_id).in_(select(open_ones.c.mentor_id))).cte("standing")
    total, count, given = (func.coalesce(standing.c[name], 0) for name in ("total", "count", "given"))
    wanted = (
        select(open_ones.c.id, total, count, given)
        .outerjoin(standing, standing.c.mentor_id == open_ones.c.mentor_id)
        .where(open_ones.c.turn == 1)
        .order_by(
            func.coalesce(total * 1.0 / func.nullif(count, 0), 0).desc(),
            given.desc(),
            open_ones.c.starts_at,
            open_ones.c.id,
        )
        .limit(limit)
    )
    rows = db.exec(wanted)
    return [(offering_id, Standing(Stars(int(total), count), given)) for offering_id, total, count, given in rows]


def _standing_of_each() -> Any:
    """Mentor, stars in all, ratings, bookings; only what a booking's learner said of it rates its mentor."""
    by_learner = and_(col(Rating.booking_id) == col(Booking.id), col(Rating.author_id) == col(Booking.learner_id))
    return (
        select(
            Offering.mentor_id,
            func.coalesce(func.sum(Rating.stars), 0).label("total"),
            func.count(col(Rating.id)).label("count"),
            func.count(col(Booking.id)).label("given"),
        )
        .join(Booking, col(Booking.session_id) == col(Offering.id))
        .outerjoin(Rating, by_learner)
        .where(Booking.status == BookingStatus.COMPLETED)
        .group_by(col(Offering.mentor_id))
    )
