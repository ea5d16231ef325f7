"""Let people say in a few sentences who they are."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

LENGTH = "ck_users_bio_is_short"


def upgrade() -> None:
    """Bring the change in; whoever is there already has said nothing."""
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("bio", sa.String(length=600), nullable=False, server_default=""))
        batch.create_check_constraint(op.f(LENGTH), "length(bio) <= 600")


def downgrade() -> None:
    """Take the change back; what people said is forgotten."""
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint(op.f(LENGTH), type_="check")
        batch.drop_column("bio")
