"""The live place of each confirmed booking, and what was said in it."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime


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


class Message(SQLModel, table=True):
    """One chat line; `line_id` is made by the sender's browser, so that a line sent twice is stored once."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("room_id", "sender_id", "line_id", name="uq_messages_line"),
        Index("ix_messages_room_id_id", "room_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    room_id: int = Field(foreign_key="rooms.id")
    sender_id: int = Field(foreign_key="users.id")
    line_id: str = Field(max_length=64)
    body: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
