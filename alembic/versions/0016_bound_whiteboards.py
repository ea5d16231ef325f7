"""Count the bytes on each page of a whiteboard, so that a page has a bound."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

COUNTED = "SELECT COALESCE(SUM(LENGTH(body)), 0) FROM board_elements WHERE board_elements.page_id = board_pages.id"


def upgrade() -> None:
    """Bring the change in; the bodies are plain ASCII, so that letters are bytes."""
    op.add_column("board_pages", sa.Column("size", sa.Integer(), nullable=False, server_default="0"))
    op.execute(f"UPDATE board_pages SET size = ({COUNTED})")


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("board_pages", "size")
