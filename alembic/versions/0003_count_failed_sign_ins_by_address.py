"""Count failed sign-ins by address, so that a lock gives no account away."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the change in; who is locked now stays locked."""
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
        sa.UniqueConstraint("email", name=op.f("uq_sign_in_failures_email")),
    )
    op.create_index(op.f("ix_sign_in_failures_last_failed_at"), "sign_in_failures", ["last_failed_at"])
    op.execute(
        "INSERT INTO sign_in_failures (email, failures, last_failed_at, locked_until) "
        "SELECT email, failed_sign_ins, CURRENT_TIMESTAMP, locked_until FROM users "
        "WHERE failed_sign_ins > 0 OR locked_until IS NOT NULL"
    )
    op.drop_column("users", "failed_sign_ins")
    op.drop_column("users", "locked_until")


def downgrade() -> None:
    """Take the change back; failures are forgotten."""
    op.add_column("users", sa.Column("failed_sign_ins", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("users", sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True))
    op.drop_index(op.f("ix_sign_in_failures_last_failed_at"), table_name="sign_in_failures")
    op.drop_table("sign_in_failures")
