"""How mentors stand: what their learners gave them, and how many sessions of theirs took place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.discovery.listing import bookable, free
from peerlearn.domain.discovery.rules import Stars
from peerlearn.domain.discovery.tables import MentorStanding


@dataclass(frozen=True)
class Standing:
    """One mentor's."""

    stars: Stars = Stars()
    given: int = 0


def standings(db: Session, mentor_ids: Collection[int]) -> dict[int, Standing]:
    """The standing of each of these mentors."""
    rows = db.exec(select(MentorStanding).where(col(MentorStanding.mentor_id).in_(mentor_ids)))
    known = {row.mentor_id: Standing(Stars(row.stars, row.ratings), row.given) for row in rows}
    return {mentor_id: known.get(mentor_id, Standing()) for mentor_id in mentor_ids}


def best(db: Session, now: datetime, limit: int) -> list[int]:
    """The next bookable session of each of the best mentors: by rating, then by sessions given; new ones come last."""
    own = bookable(now).where(col(Offering.mentor_id) == col(MentorStanding.mentor_id)).correlate(MentorStanding)
    following = own.order_by(col(Offering.starts_at), col(Offering.id)).limit(1).scalar_subquery()
    known = (
        select(following)
        .select_from(MentorStanding)
        .where(own.exists())
        .order_by(
            col(MentorStanding.average).desc(),
            col(MentorStanding.given).desc(),
            col(MentorStanding.mentor_id).desc(),
        )
        .limit(limit)
    )
    found = list(db.exec(known))
    return [*found, *db.exec(_first_of_new_mentors(now).limit(limit - len(found)))]


def _first_of_new_mentors(now: datetime) -> Any:
    """The sessions that are each the next one of a mentor of whom none took place yet, soonest first."""
    other = aliased(Offering)
    sooner = or_(
        col(other.starts_at) < col(Offering.starts_at),
        and_(col(other.starts_at) == col(Offering.starts_at), col(other.id) < col(Offering.id)),
    )
    not_first = exists().where(col(other.mentor_id) == col(Offering.mentor_id), free(other, now), sooner)
    known = exists().where(col(MentorStanding.mentor_id) == col(Offering.mentor_id))
    return bookable(now).where(~not_first, ~known).order_by(col(Offering.starts_at), col(Offering.id))
