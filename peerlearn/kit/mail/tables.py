"""Mails shown at /dev/outbox instead of being sent, in development."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime


class OutboxMail(SQLModel, table=True):
    """One mail that development did not send."""

    __tablename__ = "outbox_mails"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=200, unique=True)
    to: str = Field(max_length=255)
    subject: str = Field(max_length=200)
    body: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)
