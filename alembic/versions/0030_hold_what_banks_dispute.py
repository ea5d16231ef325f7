"""Keep disputes, hold what banks question on an account of its own, and book what the site loses by them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
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
]
TAXES = ["tds_payable", "tcs_payable"]
OF_DISPUTES = ["disputed", "platform_loss"]
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
]
ACCOUNT_KNOWN, KIND_KNOWN = "ck_ledger_entries_account_known", "ck_ledger_transactions_kind_known"
TABLES = ("ledger_transactions", "ledger_entries")
ON_SQLITE = """CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
OF_A_DISPUTE = "fk_refunds_dispute_id"


def upgrade() -> None:
    """Bring the change in."""
    undecided = ["open", "under_review", "action_required"]
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("razorpay_dispute_id", sa.String(40), nullable=False),
        sa.Column("amount_paise", sa.Integer(), nullable=False),
        sa.Column("taken_paise", sa.Integer(), nullable=False),
        sa.Column("lost_paise", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("respond_by", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("known_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            _known("status", [*undecided, "won", "lost", "closed"]), name=op.f("ck_disputes_status_known")
        ),
        sa.CheckConstraint("amount_paise > 0", name=op.f("ck_disputes_amount_positive")),
        sa.CheckConstraint("lost_paise BETWEEN 0 AND taken_paise", name=op.f("ck_disputes_lost_was_taken")),
        sa.CheckConstraint(f"(settled_at IS NULL) = ({_known('status', undecided)})", name=op.f("ck_disputes_ends")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_disputes_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("razorpay_dispute_id", name=op.f("uq_disputes_razorpay_dispute_id")),
    )
    op.create_index("ix_disputes_payment_id", "disputes", ["payment_id"])
    with op.batch_alter_table("refunds") as batch:
        batch.add_column(sa.Column("dispute_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(OF_A_DISPUTE), "disputes", ["dispute_id"], ["id"])
    moves = ["dispute_taken", "dispute_returned", "dispute_lost"]
    _allow([*ACCOUNTS, *OF_DISPUTES, *TAXES], [*MOVEMENTS, *moves])


def downgrade() -> None:
    """Take the change back; refused by the constraints once something was booked for a dispute."""
    _allow([*ACCOUNTS, *TAXES], MOVEMENTS)
    with op.batch_alter_table("refunds") as batch:
        batch.drop_constraint(op.f(OF_A_DISPUTE), type_="foreignkey")
        batch.drop_column("dispute_id")
    op.drop_table("disputes")


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
