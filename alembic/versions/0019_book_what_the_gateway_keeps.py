"""Book what the gateway keeps of a payment: its fee and the tax on it, by a movement of their own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ACCOUNTS = [
    "gateway_clearing",
    "booking_escrow",
    "mentor_available",
    "app_commission",
    "app_service_fee",
    "refund_in_transit",
    "payout_in_transit",
    "payout_bank",
]
MOVEMENTS = ["capture", "release", "refund", "refund_processed", "withdrawal", "paid_out", "given_back"]
NEW_ACCOUNTS = ["gateway_fee", "gateway_tax"]
NEW_MOVEMENTS = ["gateway_fee"]
ACCOUNT_KNOWN, KIND_KNOWN = "ck_ledger_entries_account_known", "ck_ledger_transactions_kind_known"
TABLES = ("ledger_transactions", "ledger_entries")
ON_SQLITE = """CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""


def upgrade() -> None:
    """Bring the change in."""
    _allow(ACCOUNTS + NEW_ACCOUNTS, MOVEMENTS + NEW_MOVEMENTS)


def downgrade() -> None:
    """Take the change back; refused by the constraints once any fee was booked."""
    _allow(ACCOUNTS, MOVEMENTS)


def _allow(accounts: list[str], movements: list[str]) -> None:
    with op.batch_alter_table("ledger_entries") as batch:
        batch.drop_constraint(op.f(ACCOUNT_KNOWN), type_="check")
        batch.create_check_constraint(op.f(ACCOUNT_KNOWN), _known("account", accounts))
    with op.batch_alter_table("ledger_transactions") as batch:
        batch.drop_constraint(op.f(KIND_KNOWN), type_="check")
        batch.create_check_constraint(op.f(KIND_KNOWN), _known("kind", movements))
    if op.get_bind().dialect.name == "sqlite":  # which has just made both tables anew, without their triggers
        for table in TABLES:
            for deed in ("update", "delete"):
                op.execute(sa.text(ON_SQLITE.format(table=table, deed=deed)))


def _known(column: str, choices: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(choice) for choice in choices)})"
