"""Note of mentors, too, what they had earned when they last looked: the table is no longer one of the site's profit."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the change in; what was noted is of no weight, and noted again with the next look."""
    op.drop_table("profit_seen")
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
    op.create_table(
        "profit_seen",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("earned_paise", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_profit_seen_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_profit_seen")),
    )
