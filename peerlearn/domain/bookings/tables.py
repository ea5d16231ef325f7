"""The `bookings` table, one learner's claim on one session, and the other times that its two people proposed."""

from datetime import datetime, timedelta

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from peerlearn.domain.bookings.policy import CURRENT, POLICIES, Policy
from peerlearn.domain.bookings.rules import BookingStatus, ProposalStatus
from peerlearn.kit.database import UtcDateTime, one_of

_OPEN = text("status IN ('held', 'pending', 'confirmed')")
_UNANSWERED = text("status = 'open'")


class Booking(SQLModel, table=True):
    """From the hold that a checkout takes to the session that took place."""

    __tablename__ = "bookings"
    __table_args__ = (
        one_of("status", BookingStatus),
        Index("uq_bookings_session_id_open", "session_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_bookings_session_id", "session_id"),
        Index("ix_bookings_learner_id_status", "learner_id", "status"),
        Index("ix_bookings_status_hold_ends_at", "status", "hold_ends_at"),
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
    # Once it was moved: with how much notice its learner counts as cancelling, at most (`rules.notice_kept`).
    counted_seconds: int | None = None
    # By which version of the rules it is cancelled: that of the day on which it was begun.
    policy_version: int = Field(default=CURRENT, sa_column_kwargs={"server_default": "1"})

    @property
    def policy(self) -> Policy:
        """What cancelling it costs."""
        return POLICIES[self.policy_version]

    @property
    def counted_notice(self) -> timedelta | None:
        """The same as a length of time."""
        return None if self.counted_seconds is None else timedelta(seconds=self.counted_seconds)


class TimeProposal(SQLModel, table=True):
    """Another time for a confirmed session, proposed by one of its two people; one waits for an answer at most."""

    __tablename__ = "time_proposals"
    __table_args__ = (
        one_of("status", ProposalStatus),
        Index(
            "uq_time_proposals_booking_id_open",
            "booking_id",
            unique=True,
            sqlite_where=_UNANSWERED,
            postgresql_where=_UNANSWERED,
        ),
        Index("ix_time_proposals_booking_id", "booking_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="bookings.id")
    proposed_by: int = Field(foreign_key="users.id")
    was_at: datetime = Field(sa_type=UtcDateTime)  # the start when it was proposed
    starts_at: datetime = Field(sa_type=UtcDateTime)
    status: str = Field(default=ProposalStatus.OPEN, max_length=10)
    created_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
