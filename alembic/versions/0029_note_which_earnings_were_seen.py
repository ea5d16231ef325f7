"""Note what the site, or a mentor, had earned when somebody last looked at it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the change in."""
    op.create_table(
        "earnings_seen",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("earned_paise", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_earnings_seen_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_earnings_seen")),
    )


def downgrade() -> None:
    """Take the change back; everything is new to everybody again."""
    op.drop_table("earnings_seen")
