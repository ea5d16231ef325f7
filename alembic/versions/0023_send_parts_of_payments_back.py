"""Send parts of payments back, keep how they were paid, and book what mentors pay for calling off late."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
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
]
FEE = ["cancellation_fee"]
ACCOUNT_KNOWN, KIND_KNOWN = "ck_ledger_entries_account_known", "ck_ledger_transactions_kind_known"
TABLES = ("ledger_transactions", "ledger_entries")
ON_SQLITE = """CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
UNFAILED, NOT_FAILED = "uq_refunds_payment_id_unfailed", sa.text("status <> 'failed'")
WITHIN_TOTAL, FAILED_ALONE = "ck_payments_refunds_within_total", "ck_refunds_failed_alone_are_replaced"
# Until now a refund was the whole of a payment, and each one after the first was made because the last had failed.
ALL_OF_IT = "UPDATE payments SET refunded_paise = total_paise WHERE status IN ('refunding', 'refunded')"
ONE_AFTER_THE_OTHER = """UPDATE refunds SET replaced_by_id = (
SELECT MIN(later.id) FROM refunds later WHERE later.payment_id = refunds.payment_id AND later.id > refunds.id)"""


def upgrade() -> None:
    """Bring the change in."""
    with op.batch_alter_table("payments") as batch:
        batch.add_column(sa.Column("refunded_paise", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("method", sa.String(20), nullable=False, server_default=""))
        batch.create_check_constraint(op.f(WITHIN_TOTAL), "refunded_paise BETWEEN 0 AND total_paise")
    op.execute(sa.text(ALL_OF_IT))
    op.drop_index(UNFAILED, "refunds")
    with op.batch_alter_table("refunds") as batch:
        batch.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_refunds_replaced_by_id"), "refunds", ["replaced_by_id"], ["id"])
    op.execute(sa.text(ONE_AFTER_THE_OTHER))
    with op.batch_alter_table("refunds") as batch:
        batch.create_check_constraint(op.f(FAILED_ALONE), "replaced_by_id IS NULL OR status = 'failed'")
    op.create_index("ix_refunds_payment_id", "refunds", ["payment_id"])
    _allow(ACCOUNTS + FEE, MOVEMENTS + FEE)


def downgrade() -> None:
    """Take the change back; refused by the constraints once a fee was booked or a second part was sent back."""
    _allow(ACCOUNTS, MOVEMENTS)
    op.drop_index("ix_refunds_payment_id", "refunds")
    with op.batch_alter_table("refunds") as batch:
        batch.drop_constraint(op.f(FAILED_ALONE), type_="check")
        batch.drop_constraint(op.f("fk_refunds_replaced_by_id"), type_="foreignkey")
        batch.drop_column("replaced_by_id")
    op.create_index(
        UNFAILED, "refunds", ["payment_id"], unique=True, sqlite_where=NOT_FAILED, postgresql_where=NOT_FAILED
    )
    with op.batch_alter_table("payments") as batch:
        batch.drop_constraint(op.f(WITHIN_TOTAL), type_="check")
        batch.drop_column("method")
        batch.drop_column("refunded_paise")


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
