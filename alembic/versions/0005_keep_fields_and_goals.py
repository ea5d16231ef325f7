"""Keep the fields that a mentor teaches in and the goals that a learner has."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = ("users", "sign_ups")
COLUMNS = ("domains", "goals")


def upgrade() -> None:
    """Bring the change in; whoever is there already has none."""
    for table in TABLES:
        for name in COLUMNS:
            op.add_column(table, sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take the change back."""
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            for name in COLUMNS:
                batch.drop_column(name)
