"""Let the pages find what is held, refunded, newly paid and what the ledger did for a reason without reading all."""

from collections.abc import Sequence

from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INDEXES = (
    ("ix_bookings_status_hold_ends_at", "bookings", ["status", "hold_ends_at"]),
    ("ix_refunds_status", "refunds", ["status"]),
    ("ix_payments_captured_at", "payments", ["captured_at"]),
    ("ix_ledger_transactions_kind_payment_id", "ledger_transactions", ["kind", "payment_id"]),
)


def upgrade() -> None:
    """Bring the change in."""
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Take the change back."""
    for name, table, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
