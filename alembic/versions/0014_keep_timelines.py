"""Keep the timeline of each lesson: what the server saw, and what the browsers say of the line."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the change in."""
    op.create_table(
        "room_moments",
        *_of_a_room("room_moments"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("deed", sa.String(length=8), nullable=False),
        sa.CheckConstraint("deed IN ('joined', 'left', 'gone', 'ended')", name=op.f("ck_room_moments_deed_known")),
    )
    op.create_index("ix_room_moments_room_id_id", "room_moments", ["room_id", "id"])
    op.create_table(
        "line_outages",
        *_of_a_room("line_outages"),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("fault", sa.String(length=8), nullable=False),
        sa.CheckConstraint("fault IN ('mine', 'theirs', 'between')", name=op.f("ck_line_outages_fault_known")),
    )
    op.create_index(op.f("ix_line_outages_room_id"), "line_outages", ["room_id"])
    op.create_table(
        "line_minutes",
        *_of_a_room("line_minutes"),
        sa.Column("minute", MOMENT, nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("heard_seconds", "seen_seconds", "round_trip_ms", "lost_percent")
        ),
        sa.UniqueConstraint("room_id", "seat", "minute", name=op.f("uq_line_minutes_minute")),
    )


def downgrade() -> None:
    """Take the change back; the timelines are gone with it."""
    for table in ("line_minutes", "line_outages", "room_moments"):
        op.drop_table(table)


def _of_a_room(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f(f"fk_{table}_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
