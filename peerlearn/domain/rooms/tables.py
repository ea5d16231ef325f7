"""The live place of each confirmed booking and the timeline that it leaves."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from peerlearn.domain.rooms.timeline import Deed, Fault
from peerlearn.kit.database import UtcDateTime, one_of


class Room(SQLModel, table=True):
    """One booking's room: its unguessable address, its seats and its clock."""

    __tablename__ = "rooms"

    id: int | None = Field(default=None, primary_key=True)
    room_id: str = Field(max_length=32, unique=True)
    booking_id: int = Field(foreign_key="bookings.id", unique=True)
    duration_minutes: int
    mentor_instance: str = Field(default="", max_length=64)
    mentor_entered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mentor_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    learner_instance: str = Field(default="", max_length=64)
    learner_entered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    learner_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ran_ms: int = 0
    running_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class RoomMoment(SQLModel, table=True):
    """One thing that the server saw happen in a room; `seat` is empty for what happened to both."""

    __tablename__ = "room_moments"
    __table_args__ = (Index("ix_room_moments_room_id_id", "room_id", "id"), one_of("deed", Deed))

    id: int | None = Field(default=None, primary_key=True)
    room_id: int = Field(foreign_key="rooms.id")
    at: datetime = Field(sa_type=UtcDateTime)
    deed: str = Field(max_length=8)
    seat: str = Field(default="", max_length=8)


class LineOutage(SQLModel, table=True):
    """An interruption of the call, as one seat tells it."""

    __tablename__ = "line_outages"
    __table_args__ = (one_of("fault", Fault),)

    id: int | None = Field(default=None, primary_key=True)
    room_id: int = Field(foreign_key="rooms.id", index=True)
    seat: str = Field(max_length=8)
    began_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime = Field(sa_type=UtcDateTime)
    fault: str = Field(max_length=8)


class LineMinute(SQLModel, table=True):
    """One minute of the call, as one seat tells it: what of the other person reached it, and how good the line was."""

    __tablename__ = "line_minutes"
    __table_args__ = (UniqueConstraint("room_id", "seat", "minute", name="uq_line_minutes_minute"),)

    id: int | None = Field(default=None, primary_key=True)
    room_id: int = Field(foreign_key="rooms.id")
    seat: str = Field(max_length=8)
    minute: datetime = Field(sa_type=UtcDateTime)
    heard_seconds: int
    seen_seconds: int
    round_trip_ms: int
    lost_percent: int
