"""What was said and given in each room."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime


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


class ChatFile(SQLModel, table=True):
    """The picture or document that a line is; `kept_as` is its name in the storage, `name` the one people see."""

    __tablename__ = "chat_files"
    __table_args__ = (CheckConstraint("size_bytes > 0 AND width >= 0 AND height >= 0", name="measured"),)

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="messages.id", unique=True)
    kept_as: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=100)
    size_bytes: int
    width: int
    height: int
