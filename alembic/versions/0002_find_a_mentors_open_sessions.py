"""Find a mentor's open sessions by an index, so that a dashboard does not read everybody's."""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the change in."""
    op.drop_index("ix_sessions_mentor_id_starts_at", table_name="sessions")
    op.create_index("ix_sessions_mentor_id_status_starts_at", "sessions", ["mentor_id", "status", "starts_at"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_sessions_mentor_id_status_starts_at", table_name="sessions")
    op.create_index("ix_sessions_mentor_id_starts_at", "sessions", ["mentor_id", "starts_at"])
