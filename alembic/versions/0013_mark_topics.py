"""Keep how far each topic of a lesson came, and the mentor's line on what comes next."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the change in."""
    op.create_table(
        "topic_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.String(length=10), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.CheckConstraint("mark IN ('planned', 'covered', 'needs work')", name=op.f("ck_topic_marks_mark_known")),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_topic_marks_booking_id")),
        sa.ForeignKeyConstraint(["marked_by"], ["users.id"], name=op.f("fk_topic_marks_marked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_marks")),
        sa.UniqueConstraint("booking_id", "topic", name=op.f("uq_topic_marks_topic")),
    )
    op.create_table(
        "next_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_next_steps_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_steps")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_next_steps_booking_id")),
    )


def downgrade() -> None:
    """Take the change back; the marks and lines are gone with it."""
    for table in ("next_steps", "topic_marks"):
        op.drop_table(table)
