"""Let mentors introduce themselves in a short video."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WHOSE = "ck_users_only_mentors_introduce_themselves"


def upgrade() -> None:
    """Bring the change in; nobody has one yet."""
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("intro_video", sa.String(length=255), nullable=True))
        batch.create_check_constraint(op.f(WHOSE), "intro_video IS NULL OR role = 'mentor'")
        batch.create_index("uq_users_intro_video", ["intro_video"], unique=True)


def downgrade() -> None:
    """Take the change back; the files stay in the media folder until somebody deletes them."""
    with op.batch_alter_table("users") as batch:
        batch.drop_index("uq_users_intro_video")
        batch.drop_constraint(op.f(WHOSE), type_="check")
        batch.drop_column("intro_video")
