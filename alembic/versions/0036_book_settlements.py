"""Book what the gateway settles: the sums that reach the bank, the lines they are made of, and their movement."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
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
    "learner_available",
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
    "compensation",
]
ONE_OF_TWO = "(payment_id IS NULL) <> (withdrawal_id IS NULL)"
ONE_OF_THREE = (
    "CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END + CASE WHEN withdrawal_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN settlement_id IS NULL THEN 0 ELSE 1 END = 1"
)
ACCOUNT_KNOWN, KIND_KNOWN = "ck_ledger_entries_account_known", "ck_ledger_transactions_kind_known"
ONE_SUBJECT, OF_A_SETTLEMENT = "ck_ledger_transactions_one_subject", "fk_ledger_transactions_settlement_id"
BY_SETTLEMENT = "ix_ledger_transactions_settlement_id"
TABLES = ("ledger_transactions", "ledger_entries")
ON_SQLITE = """CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""


def upgrade() -> None:
    """Bring the change in."""
    _settlements()
    _lines()
    _accounts([*ACCOUNTS, "settlement_bank", "gateway_adjustment"])
    with op.batch_alter_table("ledger_transactions") as batch:
        batch.drop_constraint(op.f(KIND_KNOWN), type_="check")
        batch.drop_constraint(op.f(ONE_SUBJECT), type_="check")
        batch.add_column(sa.Column("settlement_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(OF_A_SETTLEMENT), "settlements", ["settlement_id"], ["id"])
        batch.create_check_constraint(op.f(KIND_KNOWN), _known("kind", [*MOVEMENTS, "settlement"]))
        batch.create_check_constraint(op.f(ONE_SUBJECT), ONE_OF_THREE)
    op.create_index(BY_SETTLEMENT, "ledger_transactions", ["settlement_id"])
    _guard_again()


def downgrade() -> None:
    """Take the change back; refused by the constraints once a settlement was booked."""
    op.drop_index(BY_SETTLEMENT, "ledger_transactions")
    _accounts(ACCOUNTS)
    with op.batch_alter_table("ledger_transactions") as batch:
        batch.drop_constraint(op.f(KIND_KNOWN), type_="check")
        batch.drop_constraint(op.f(ONE_SUBJECT), type_="check")
        batch.drop_constraint(op.f(OF_A_SETTLEMENT), type_="foreignkey")
        batch.drop_column("settlement_id")
        batch.create_check_constraint(op.f(KIND_KNOWN), _known("kind", MOVEMENTS))
        batch.create_check_constraint(op.f(ONE_SUBJECT), ONE_OF_TWO)
    _guard_again()
    op.drop_table("settled_lines")
    op.drop_table("settlements")


def _settlements() -> None:
    op.create_table(
        "settlements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("razorpay_id", sa.String(length=40), nullable=False),
        sa.Column("amount_paise", sa.Integer(), nullable=False),
        sa.Column("utr", sa.String(length=60), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.CheckConstraint("amount_paise > 0", name=op.f("ck_settlements_amount_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlements")),
        sa.UniqueConstraint("razorpay_id", name=op.f("uq_settlements_razorpay_id")),
    )
    op.create_index(op.f("ix_settlements_settled_at"), "settlements", ["settled_at"])


def _lines() -> None:
    op.create_table(
        "settled_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("razorpay_id", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("payment_id", sa.String(length=40), nullable=False),
        sa.Column("amount_paise", sa.Integer(), nullable=False),
        sa.Column("credit_paise", sa.Integer(), nullable=False),
        sa.Column("debit_paise", sa.Integer(), nullable=False),
        sa.Column("fee_paise", sa.Integer(), nullable=False),
        sa.Column("tax_paise", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('payment', 'refund', 'dispute', 'adjustment')", name=op.f("ck_settled_lines_kind_known")
        ),
        sa.CheckConstraint(
            "credit_paise >= 0 AND debit_paise >= 0", name=op.f("ck_settled_lines_amounts_not_negative")
        ),
        sa.ForeignKeyConstraint(["settlement_id"], ["settlements.id"], name=op.f("fk_settled_lines_settlement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_lines")),
        sa.UniqueConstraint("settlement_id", "razorpay_id", name=op.f("uq_settled_lines_once")),
    )
    op.create_index(op.f("ix_settled_lines_razorpay_id"), "settled_lines", ["razorpay_id"])


def _accounts(accounts: list[str]) -> None:
    with op.batch_alter_table("ledger_entries") as batch:
        batch.drop_constraint(op.f(ACCOUNT_KNOWN), type_="check")
        batch.create_check_constraint(op.f(ACCOUNT_KNOWN), _known("account", accounts))


def _guard_again() -> None:
    """SQLite has made both tables anew, without their triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for deed in ("update", "delete"):
                op.execute(sa.text(ON_SQLITE.format(table=table, deed=deed)))


def _known(column: str, choices: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(choice) for choice in choices)})"
