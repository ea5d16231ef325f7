"""Send money that came in a wrong amount back: a row for each, and the ledger's kind of movement for it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
KNOWN = "ck_ledger_transactions_kind_known"
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
]
ON_SQLITE = """CREATE TRIGGER ledger_transactions_no_{deed} BEFORE {deed} ON ledger_transactions
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""


def upgrade() -> None:
    """Bring the change in."""
    _ledger([*MOVEMENTS, "stray"])
    op.create_table(
        "stray_payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("razorpay_id", sa.String(length=40), nullable=False),
        sa.Column("amount_paise", sa.Integer(), nullable=False),
        sa.Column("returned_paise", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("returned_at", MOMENT, nullable=True),
        sa.CheckConstraint("amount_paise > 0", name=op.f("ck_stray_payments_amount_positive")),
        sa.CheckConstraint(
            "returned_paise BETWEEN 0 AND amount_paise", name=op.f("ck_stray_payments_returned_within_amount")
        ),
        sa.CheckConstraint(
            "(returned_at IS NOT NULL) = (returned_paise = amount_paise)", name=op.f("ck_stray_payments_returned_whole")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_stray_payments_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stray_payments")),
        sa.UniqueConstraint("razorpay_id", name=op.f("uq_stray_payments_razorpay_id")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_stray_payments_idempotency_key")),
    )
    op.create_index("ix_stray_payments_payment_id", "stray_payments", ["payment_id"])


def downgrade() -> None:
    """Take the change back; refused by the constraint once such money came."""
    op.drop_table("stray_payments")
    _ledger(MOVEMENTS)


def _ledger(movements: list[str]) -> None:
    with op.batch_alter_table("ledger_transactions") as batch:
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.create_check_constraint(op.f(KNOWN), f"kind IN ({', '.join(repr(kind) for kind in movements)})")
    if op.get_bind().dialect.name == "sqlite":  # which has just made the table anew, without its triggers
        for deed in ("update", "delete"):
            op.execute(sa.text(ON_SQLITE.format(deed=deed)))
