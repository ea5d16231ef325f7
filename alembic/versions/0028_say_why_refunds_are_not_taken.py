"""Say why the gateway would not take a refund, and by which reference of the bank one was sent by hand."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BY_HAND = "ck_refunds_sent_by_hand_is_back"


def upgrade() -> None:
    """Bring the change in."""
    with op.batch_alter_table("refunds") as batch:
        batch.add_column(sa.Column("refused", sa.String(200), nullable=False, server_default=""))
        batch.add_column(sa.Column("reference", sa.String(60), nullable=False, server_default=""))
        batch.create_check_constraint(op.f(BY_HAND), "reference = '' OR status = 'processed'")


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("refunds") as batch:
        batch.drop_constraint(op.f(BY_HAND), type_="check")
        batch.drop_column("reference")
        batch.drop_column("refused")
