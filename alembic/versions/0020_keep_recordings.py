"""Keep recordings of lessons: who agreed to them, their pieces, and when they are forgotten."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
STATES = ("asked", "declined", "recording", "stopped", "ready", "failed", "expired")
OPEN = "state IN ('asked', 'recording')"


def upgrade() -> None:
    """Bring the change in."""
    op.create_table(
        "recordings",
        *_with_key(
            "recordings",
            room_id="rooms",
            mentor_id="users",
            learner_id="users",
            asked_by="users",
        ),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("began_at", "heard_at", "stopped_at", "expires_at")),
        sa.Column("stopped_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["stopped_by"], ["users.id"], name=op.f("fk_recordings_stopped_by")),
        sa.Column("taken_bytes", sa.BigInteger(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.UniqueConstraint("name", name=op.f("uq_recordings_name")),
        sa.CheckConstraint(
            "state IN ({})".format(", ".join(f"'{state}'" for state in STATES)), name=op.f("ck_recordings_state_known")
        ),
        sa.CheckConstraint(
            "taken_bytes >= 0 AND size_bytes >= 0 AND duration_ms >= 0", name=op.f("ck_recordings_counted")
        ),
        sa.CheckConstraint("state IN ('asked', 'declined') OR began_at IS NOT NULL", name=op.f("ck_recordings_began")),
    )
    for column in ("room_id", "mentor_id", "learner_id", "state"):
        op.create_index(op.f(f"ix_recordings_{column}"), "recordings", [column])
    op.create_index(
        "uq_recordings_one_open",
        "recordings",
        ["room_id"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.create_table(
        "recording_consents",
        *_with_key("recording_consents", recording_id="recordings", user_id="users"),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.UniqueConstraint("recording_id", "user_id", name=op.f("uq_recording_consents_person")),
    )
    op.create_table(
        "recording_pieces",
        *_with_key("recording_pieces", recording_id="recordings"),
        sa.Column("part", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.UniqueConstraint("recording_id", "part", "seq", name=op.f("uq_recording_pieces_piece")),
        sa.CheckConstraint("part >= 0 AND seq >= 0 AND size_bytes > 0", name=op.f("ck_recording_pieces_counted")),
    )


def downgrade() -> None:
    """Take the change back; files of recordings stay in the media folder until somebody deletes them."""
    for table in ("recording_pieces", "recording_consents", "recordings"):
        op.drop_table(table)


def _with_key(table: str, **others: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in others),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))
            for name, other in others.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
