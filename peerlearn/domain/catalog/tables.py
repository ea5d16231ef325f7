"""What mentors offer: the `sessions` table (an *offering* in code; "session" means four things)."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import JSON, CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime, one_of


class OfferingStatus(enum.StrEnum):
    """Whether it can still happen."""

    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Offering(SQLModel, table=True):
    """One time that a mentor offers, for one learner."""

    __tablename__ = "sessions"
    __table_args__ = (
        one_of("status", OfferingStatus),
        CheckConstraint("price_paise > 0 AND price_paise % 100 = 0", name="price_whole_rupees"),
        CheckConstraint("duration_minutes BETWEEN 15 AND 240", name="duration_sensible"),
        Index("ix_sessions_status_starts_at", "status", "starts_at"),
        Index("ix_sessions_mentor_id_status_starts_at", "mentor_id", "status", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    mentor_id: int = Field(foreign_key="users.id")
    title: str = Field(max_length=255)
    description: str = Field(sa_type=Text)
    topics: list[str] = Field(default_factory=list, sa_type=JSON)
    price_paise: int
    starts_at: datetime = Field(sa_type=UtcDateTime)
    duration_minutes: int = 60
    status: str = Field(default=OfferingStatus.ACTIVE, max_length=10)
    created_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.duration_minutes)
