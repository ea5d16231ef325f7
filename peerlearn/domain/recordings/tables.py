"""What was asked for, who consented and when, and the pieces that a recording is made of."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import BigInteger, Field, SQLModel

from peerlearn.domain.recordings.rules import State
from peerlearn.kit.database import UtcDateTime, one_of


class Recording(SQLModel, table=True):
    """One recording of one lesson, from the question to the file; `name` is unguessable and names the file."""

    __tablename__ = "recordings"
    __table_args__ = (
        one_of("state", State),
        CheckConstraint("taken_bytes >= 0 AND size_bytes >= 0 AND duration_ms >= 0", name="counted"),
        CheckConstraint("state IN ('asked', 'declined') OR began_at IS NOT NULL", name="began"),
        Index(
            "uq_recordings_one_open",
            "room_id",
            unique=True,
            sqlite_where=text("state IN ('asked', 'recording')"),
            postgresql_where=text("state IN ('asked', 'recording')"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=32, unique=True)
    room_id: int = Field(foreign_key="rooms.id", index=True)
    mentor_id: int = Field(foreign_key="users.id", index=True)
    learner_id: int = Field(foreign_key="users.id", index=True)
    state: str = Field(max_length=16, index=True)
    asked_by: int = Field(foreign_key="users.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    began_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    heard_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stopped_by: int | None = Field(default=None, foreign_key="users.id")
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    taken_bytes: int = Field(default=0, sa_type=BigInteger)
    size_bytes: int = Field(default=0, sa_type=BigInteger)
    duration_ms: int = 0


class RecordingConsent(SQLModel, table=True):
    """What one of the two answered, and when; kept as long as the booking."""

    __tablename__ = "recording_consents"
    __table_args__ = (UniqueConstraint("recording_id", "user_id", name="uq_recording_consents_person"),)

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recordings.id")
    user_id: int = Field(foreign_key="users.id")
    agreed: bool
    answered_at: datetime = Field(sa_type=UtcDateTime)


class RecordingPiece(SQLModel, table=True):
    """One piece that has arrived; its bytes are a file until the recording is joined."""

    __tablename__ = "recording_pieces"
    __table_args__ = (
        UniqueConstraint("recording_id", "part", "seq", name="uq_recording_pieces_piece"),
        CheckConstraint("part >= 0 AND seq >= 0 AND size_bytes > 0", name="counted"),
    )

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recordings.id")
    part: int = Field(sa_type=BigInteger)
    seq: int
    size_bytes: int
