"""The `bookings` table: one learner's claim on one session."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.kit.database import UtcDateTime, one_of

_OPEN = text("status IN ('held', 'pending', 'confirmed')")


class Booking(SQLModel, table=True):
    """From the hold that a checkout takes to the session that took place."""

    __tablename__ = "bookings"
    __table_args__ = (
        one_of("status", BookingStatus),
        Index("uq_bookings_session_id_open", "session_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_bookings_session_id", "session_id"),
        Index("ix_bookings_learner_id_status", "learner_id", "status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="sessions.id")
    learner_id: int = Field(foreign_key="users.id")
    status: str = Field(default=BookingStatus.HELD, max_length=10)
    hold_ends_at: datetime = Field(sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # A `CancelReason` once it is cancelled.
    cancel_reason: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
