"""Say when an account was deleted: its row stays for what refers to it, and is nobody's any more."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

CLOSED = "ck_users_deleted_is_closed"


def upgrade() -> None:
    """Bring the change in; nobody has deleted theirs yet."""
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(op.f(CLOSED), "deleted_at IS NULL OR NOT is_active")


def downgrade() -> None:
    """Take the change back; who deleted their account is only closed then."""
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint(op.f(CLOSED), type_="check")
        batch.drop_column("deleted_at")
