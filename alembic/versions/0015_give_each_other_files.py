"""Let the two in a room give each other pictures and documents."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the change in."""
    op.create_table(
        "chat_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("kept_as", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.CheckConstraint("size_bytes > 0 AND width >= 0 AND height >= 0", name=op.f("ck_chat_files_measured")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_chat_files_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_files")),
        sa.UniqueConstraint("kept_as", name=op.f("uq_chat_files_kept_as")),
        sa.UniqueConstraint("message_id", name=op.f("uq_chat_files_message_id")),
    )


def downgrade() -> None:
    """Take the change back; the files stay in the media folder until somebody deletes them."""
    op.drop_table("chat_files")
