"""The `audit_log` table; rows are added and never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime


class AuditEntry(SQLModel, table=True):
    """Who did what to which row, and when."""

    __tablename__ = "audit_log"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor_id: int | None = Field(default=None, index=True)  # a user's id; none for a visitor or the clock
    action: str = Field(max_length=80, index=True)
    target: str = Field(default="", max_length=120)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    ip: str = Field(default="", max_length=64)
