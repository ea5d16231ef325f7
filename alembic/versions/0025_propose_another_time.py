"""Let the two of a session agree on another time: proposals, and what a move keeps of the notice for cancelling."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
KNOWN = "status IN ('open', 'accepted', 'kept', 'taken_back', 'lapsed')"
UNANSWERED = sa.text("status = 'open'")


def upgrade() -> None:
    """Bring the change in."""
    op.add_column("bookings", sa.Column("counted_seconds", sa.Integer(), nullable=True))
    op.create_table(
        "time_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("was_at", MOMENT, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint(KNOWN, name=op.f("ck_time_proposals_status_known")),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_time_proposals_booking_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["users.id"], name=op.f("fk_time_proposals_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_proposals")),
    )
    op.create_index("ix_time_proposals_booking_id", "time_proposals", ["booking_id"])
    op.create_index(
        "uq_time_proposals_booking_id_open",
        "time_proposals",
        ["booking_id"],
        unique=True,
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )


def downgrade() -> None:
    """Take the change back; what was moved stays where it is."""
    op.drop_table("time_proposals")
    op.drop_column("bookings", "counted_seconds")
