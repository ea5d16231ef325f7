"""Leave accounts for the taxes that are withheld from mentors; nothing is booked to them while their rates are zero."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
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
]
TAXES = ["tds_payable", "tcs_payable"]
ACCOUNT_KNOWN = "ck_ledger_entries_account_known"
ON_SQLITE = """CREATE TRIGGER ledger_entries_no_{deed} BEFORE {deed} ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""


def upgrade() -> None:
    """Bring the change in."""
    _allow([*ACCOUNTS, *TAXES])


def downgrade() -> None:
    """Take the change back; refused by the constraint once a tax was booked."""
    _allow(ACCOUNTS)


def _allow(accounts: list[str]) -> None:
    known = f"account IN ({', '.join(repr(account) for account in accounts)})"
    with op.batch_alter_table("ledger_entries") as batch:
        batch.drop_constraint(op.f(ACCOUNT_KNOWN), type_="check")
        batch.create_check_constraint(op.f(ACCOUNT_KNOWN), known)
    if op.get_bind().dialect.name == "sqlite":  # which has just made the table anew, without its triggers
        for deed in ("update", "delete"):
            op.execute(sa.text(ON_SQLITE.format(deed=deed)))
