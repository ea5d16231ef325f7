"""What people think of a session: the `ratings` table."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime


class Rating(SQLModel, table=True):
    """One to five stars from one of the two, once."""

    __tablename__ = "ratings"
    __table_args__ = (
        UniqueConstraint("booking_id", "author_id", name="uq_ratings_booking_author"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_one_to_five"),
    )

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="bookings.id")
    author_id: int = Field(foreign_key="users.id", index=True)
    stars: int
    comment: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
