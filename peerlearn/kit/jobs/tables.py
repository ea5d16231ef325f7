"""The `jobs` table."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text
from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime, one_of


class JobState(enum.StrEnum):
    """Where a job is."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(SQLModel, table=True):
    """One thing to be done; `key` makes it once however often it is asked for."""

    __tablename__ = "jobs"
    __table_args__ = (one_of("state", JobState), Index("ix_jobs_state_run_at", "state", "run_at"))

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=60)
    key: str = Field(max_length=200, unique=True)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: str = Field(default=JobState.READY, max_length=10)
    run_at: datetime = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    last_error: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
