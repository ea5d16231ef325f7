"""What stays of a lesson beside the room's own record: a mark per topic, and the mentor's line on what comes next."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from peerlearn.domain.lessons.rules import Mark
from peerlearn.kit.database import UtcDateTime, one_of


class TopicMark(SQLModel, table=True):
    """How far one topic of a booking came; a topic without a row is planned."""

    __tablename__ = "topic_marks"
    __table_args__ = (
        UniqueConstraint("booking_id", "topic", name="uq_topic_marks_topic"),
        one_of("mark", Mark),
    )

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="bookings.id")
    topic: str = Field(max_length=200)
    mark: str = Field(max_length=10)
    marked_by: int = Field(foreign_key="users.id")
    marked_at: datetime = Field(sa_type=UtcDateTime)


class NextStep(SQLModel, table=True):
    """One line from the mentor to the learner, after the lesson."""

    __tablename__ = "next_steps"

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="bookings.id", unique=True)
    body: str = Field(max_length=300)
    written_at: datetime = Field(sa_type=UtcDateTime)
