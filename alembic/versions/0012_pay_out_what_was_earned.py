"""Pay out what was earned: where people want their money, their withdrawals, and the ledger's lines for them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
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
]
MOVEMENTS = ["capture", "release", "refund", "refund_processed"]
NEW_ACCOUNTS = ["payout_in_transit", "payout_bank"]
NEW_MOVEMENTS = ["withdrawal", "paid_out", "given_back"]
ACCOUNT_KNOWN, KIND_KNOWN = "ck_ledger_entries_account_known", "ck_ledger_transactions_kind_known"
SUBJECT, WITHDRAWAL = "ck_ledger_transactions_one_subject", "fk_ledger_transactions_withdrawal_id"


def upgrade() -> None:
    """Bring the change in; nobody has withdrawn anything yet."""
    _create_destinations()
    _create_withdrawals()
    with op.batch_alter_table("ledger_entries") as batch:
        batch.drop_constraint(op.f(ACCOUNT_KNOWN), type_="check")
        batch.create_check_constraint(op.f(ACCOUNT_KNOWN), _known("account", ACCOUNTS + NEW_ACCOUNTS))
    with op.batch_alter_table("ledger_transactions") as batch:
        batch.add_column(sa.Column("withdrawal_id", sa.Integer(), nullable=True))
        batch.alter_column("payment_id", existing_type=sa.Integer(), nullable=True)
        batch.drop_constraint(op.f(KIND_KNOWN), type_="check")
        batch.create_check_constraint(op.f(KIND_KNOWN), _known("kind", MOVEMENTS + NEW_MOVEMENTS))
        batch.create_check_constraint(op.f(SUBJECT), "(payment_id IS NULL) <> (withdrawal_id IS NULL)")
        batch.create_foreign_key(op.f(WITHDRAWAL), "withdrawals", ["withdrawal_id"], ["id"])
        batch.create_index(op.f("ix_ledger_transactions_withdrawal_id"), ["withdrawal_id"])


def downgrade() -> None:
    """Take the change back; refused by the constraints once anything was withdrawn."""
    with op.batch_alter_table("ledger_transactions") as batch:
        batch.drop_index(op.f("ix_ledger_transactions_withdrawal_id"))
        batch.drop_constraint(op.f(WITHDRAWAL), type_="foreignkey")
        batch.drop_constraint(op.f(SUBJECT), type_="check")
        batch.drop_constraint(op.f(KIND_KNOWN), type_="check")
        batch.create_check_constraint(op.f(KIND_KNOWN), _known("kind", MOVEMENTS))
        batch.alter_column("payment_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("withdrawal_id")
    with op.batch_alter_table("ledger_entries") as batch:
        batch.drop_constraint(op.f(ACCOUNT_KNOWN), type_="check")
        batch.create_check_constraint(op.f(ACCOUNT_KNOWN), _known("account", ACCOUNTS))
    op.drop_table("withdrawals")
    op.drop_table("payout_destinations")


def _create_destinations() -> None:
    op.create_table(
        "payout_destinations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("masked", sa.String(length=255), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('bank', 'upi')", name=op.f("ck_payout_destinations_kind_known")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_payout_destinations_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_destinations")),
        sa.UniqueConstraint("user_id", name=op.f("uq_payout_destinations_user_id")),
    )


def _create_withdrawals() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("amount_paise", sa.Integer(), nullable=False),
        sa.Column("bank_upi", sa.String(length=255), nullable=False),
        sa.Column("sealed_destination", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("idempotency_key", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("source IN ('earnings', 'app_profit')", name=op.f("ck_withdrawals_source_known")),
        sa.CheckConstraint(
            "status IN ('pending', 'completed', 'rejected', 'reversed')", name=op.f("ck_withdrawals_status_known")
        ),
        sa.CheckConstraint("amount_paise > 0", name=op.f("ck_withdrawals_amount_positive")),
        sa.CheckConstraint(
            "status NOT IN ('completed', 'reversed') OR reference <> ''",
            name=op.f("ck_withdrawals_paid_with_reference"),
        ),
        sa.CheckConstraint(
            "(status = 'pending') = (settled_at IS NULL)", name=op.f("ck_withdrawals_settled_when_not_pending")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_withdrawals_user_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["users.id"], name=op.f("fk_withdrawals_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawals")),
        sa.UniqueConstraint("user_id", "idempotency_key", name="uq_withdrawals_once"),
    )
    op.create_index("ix_withdrawals_user_id_id", "withdrawals", ["user_id", "id"])
    op.create_index("ix_withdrawals_status_id", "withdrawals", ["status", "id"])


def _known(column: str, choices: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(choice) for choice in choices)})"
