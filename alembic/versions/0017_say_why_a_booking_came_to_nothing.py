"""Say of a cancelled booking why it came to nothing."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# Up to now a booking was cancelled for one of two reasons alone, and the audit log says which.
UNANSWERED = """UPDATE bookings SET cancel_reason = 'unanswered' WHERE status = 'cancelled' AND EXISTS (
    SELECT 1 FROM audit_log WHERE action = 'booking.unanswered' AND target = 'booking:' || bookings.id)"""
NOT_FREE = "UPDATE bookings SET cancel_reason = 'not_free' WHERE status = 'cancelled' AND cancel_reason = ''"


def upgrade() -> None:
    """Bring the change in."""
    op.add_column("bookings", sa.Column("cancel_reason", sa.String(16), nullable=False, server_default=""))
    op.execute(UNANSWERED)
    op.execute(NOT_FREE)


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("bookings", "cancel_reason")
