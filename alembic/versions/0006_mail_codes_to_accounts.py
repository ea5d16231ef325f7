"""Mail codes to people who have an account, count failures by network and browser too, and know devices again."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the change in; who is locked now stays locked, and every device was last seen when it signed in."""
    _count_under("failures", "key", sa.String(length=400))
    op.execute(
        "INSERT INTO failures (key, failures, last_failed_at, locked_until) "
        "SELECT 'email:' || email, failures, last_failed_at, locked_until FROM sign_in_failures"
    )
    op.drop_table("sign_in_failures")
    op.create_table(
        "email_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("codes_sent", sa.Integer(), nullable=False),
        sa.Column("code_sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('sign_in', 'new_password')", name=op.f("ck_email_codes_purpose_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_codes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_email_codes_public_id")),
    )
    op.create_index(op.f("ix_email_codes_email"), "email_codes", ["email"])
    op.add_column("sign_ins", sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sign_ins", sa.Column("browser_fingerprint", sa.String(length=64), nullable=True))
    op.execute("UPDATE sign_ins SET last_seen_at = created_at, browser_fingerprint = ''")
    with op.batch_alter_table("sign_ins") as batch:
        batch.alter_column("last_seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.alter_column("browser_fingerprint", existing_type=sa.String(length=64), nullable=False)
        batch.create_index(op.f("ix_sign_ins_browser_fingerprint"), ["browser_fingerprint"])


def downgrade() -> None:
    """Take the change back; failures by network and browser are forgotten, and codes that were not used yet."""
    with op.batch_alter_table("sign_ins") as batch:
        batch.drop_index(op.f("ix_sign_ins_browser_fingerprint"))
        batch.drop_column("browser_fingerprint")
        batch.drop_column("last_seen_at")
    op.drop_table("email_codes")
    _count_under("sign_in_failures", "email", sa.String(length=255))
    op.execute(
        "INSERT INTO sign_in_failures (email, failures, last_failed_at, locked_until) "
        "SELECT substr(key, 7), failures, last_failed_at, locked_until FROM failures WHERE key LIKE 'email:%'"
    )
    op.drop_table("failures")


def _count_under(table: str, key: str, kind: sa.String) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(key, kind, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(key, name=op.f(f"uq_{table}_{key}")),
    )
    op.create_index(op.f(f"ix_{table}_last_failed_at"), table, ["last_failed_at"])
