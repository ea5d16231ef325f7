"""Who people are: accounts, half-finished registrations, and the sign-ins of their devices."""

import enum
from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime, one_of


class Role(enum.StrEnum):
    """What an account may be; one e-mail has one role."""

    LEARNER = "learner"
    MENTOR = "mentor"
    ADMIN = "admin"


class User(SQLModel, table=True):
    """An account."""

    __tablename__ = "users"
    __table_args__ = (one_of("role", Role),)

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=255, unique=True)  # lower case
    name: str = Field(max_length=100)
    role: str = Field(max_length=10, index=True)
    password_hash: str = Field(max_length=255)
    interests: list[str] = Field(default_factory=list, sa_type=JSON)
    skills: list[str] = Field(default_factory=list, sa_type=JSON)
    is_active: bool = True
    failed_sign_ins: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
