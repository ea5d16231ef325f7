"""How mentors stand, kept up with every rating and every session that took place: nobody who passes by adds it up."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from peerlearn.domain.discovery.rules import MOST_STARS


class MentorStanding(SQLModel, table=True):
    """One mentor's, from the first session that took place; `average` is in thousandths of a star, to sort by."""

    __tablename__ = "mentor_standings"
    __table_args__ = (
        CheckConstraint(f"stars BETWEEN ratings AND {MOST_STARS} * ratings", name="stars_of_ratings"),
        CheckConstraint("ratings BETWEEN 0 AND given", name="ratings_of_sessions"),
        Index("ix_mentor_standings_average_given_mentor_id", "average", "given", "mentor_id"),
    )

    mentor_id: int = Field(primary_key=True, foreign_key="users.id")
    stars: int = 0
    ratings: int = 0
    given: int = 0
    average: int = 0
