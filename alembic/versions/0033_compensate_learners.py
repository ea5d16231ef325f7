"""Compensate learners whose mentor calls off late, and keep with each booking by which rules it is cancelled.

All bookings so far go by the first version of the rules.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
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
    "gateway_fee",
    "gateway_tax",
    "cancellation_fee",
    "package_credit",
    "disputed",
    "platform_loss",
    "tds_payable",
    "tcs_payable",
]
MOVEMENTS = [
    "capture",
    "release",
    "refund",
    "refund_processed",
    "withdrawal",
    "paid_out",
    "given_back",
    "gateway_fee",
    "cancellation_fee",
    "credit_used",
    "credit_returned",
    "dispute_taken",
    "dispute_returned",
    "dispute_lost",
    "stray",
]
SOURCES = ["earnings", "app_profit"]
OWNED = ["mentor_available", "package_credit"]
TABLES = ("ledger_transactions", "ledger_entries")
ON_SQLITE = """CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""


def upgrade() -> None:
    """Bring the change in."""
    op.add_column("bookings", sa.Column("policy_version", sa.Integer(), server_default="1", nullable=False))
    own = "learner_available"
    _allow([*ACCOUNTS, own], [*MOVEMENTS, "compensation"], [*OWNED, own], [*SOURCES, "amends"])


def downgrade() -> None:
    """Take the change back; refused by the constraints once a learner was compensated."""
    _allow(ACCOUNTS, MOVEMENTS, OWNED, SOURCES)
    op.drop_column("bookings", "policy_version")


def _allow(accounts: list[str], movements: list[str], owned: list[str], sources: list[str]) -> None:
    _replace("ledger_entries", account_known=_known("account", accounts), owner_of_earnings=_owner(owned))
    _replace("ledger_transactions", kind_known=_known("kind", movements))
    _replace("withdrawals", source_known=_known("source", sources))
    if op.get_bind().dialect.name == "sqlite":  # which has just made both tables anew, without their triggers
        for table in TABLES:
            for deed in ("update", "delete"):
                op.execute(sa.text(ON_SQLITE.format(table=table, deed=deed)))


def _replace(table: str, **checks: str) -> None:
    with op.batch_alter_table(table) as batch:
        for name, check in checks.items():
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), check)


def _owner(owned: list[str]) -> str:
    return f"({_known('account', owned)}) = (owner_id IS NOT NULL)"


def _known(column: str, choices: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(choice) for choice in choices)})"
