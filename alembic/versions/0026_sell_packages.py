"""Sell packages of sessions: what mentors offer, what learners bought, and the ledger's account for what is unused."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
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
]
KINDS = ["booking", "gift"]
OWNED, OWNED_TOO = "account = 'mentor_available'", "account IN ('mentor_available', 'package_credit')"
TABLES = ("ledger_transactions", "ledger_entries")
ON_SQLITE = """CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
CAPTURED, KIND_KNOWN = "ck_payments_captured_by_someone", "ck_payments_kind_known"
OF_A_BOOKING = "uq_payments_booking_id_booking"


def upgrade() -> None:
    """Bring the change in."""
    _payments()
    _ledger([*ACCOUNTS, "package_credit"], [*MOVEMENTS, "credit_used", "credit_returned"], OWNED_TOO)
    op.create_table(
        "packages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("price_paise", sa.Integer(), nullable=False),
        sa.Column("usual_price_paise", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint("sessions BETWEEN 2 AND 20", name=op.f("ck_packages_several")),
        sa.CheckConstraint(
            "price_paise > 0 AND price_paise < usual_price_paise AND price_paise % 100 = 0",
            name=op.f("ck_packages_saves_something"),
        ),
        sa.ForeignKeyConstraint(["mentor_id"], ["users.id"], name=op.f("fk_packages_mentor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packages")),
    )
    op.create_index(op.f("ix_packages_mentor_id"), "packages", ["mentor_id"])
    op.create_table(
        "package_purchases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("valid_until", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_package_purchases_package_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_package_purchases_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_purchases")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_package_purchases_payment_id")),
    )
    op.create_index(op.f("ix_package_purchases_package_id"), "package_purchases", ["package_id"])


def downgrade() -> None:
    """Take the change back; refused by the constraints once a package was paid."""
    op.drop_table("package_purchases")
    op.drop_table("packages")
    _ledger(ACCOUNTS, MOVEMENTS, OWNED)
    op.drop_index(OF_A_BOOKING, "payments")
    op.drop_index("ix_payments_paid_from_id", "payments")
    with op.batch_alter_table("payments") as batch:
        for name in ("ck_payments_credit_of_a_package", "ck_payments_for_a_booking", CAPTURED, KIND_KNOWN):
            batch.drop_constraint(op.f(name), type_="check")
        batch.drop_constraint(op.f("fk_payments_paid_from_id"), type_="foreignkey")
        batch.drop_column("paid_from_id")
        batch.alter_column("booking_id", existing_type=sa.Integer(), nullable=False)
        batch.create_check_constraint(op.f(CAPTURED), "razorpay_id IS NOT NULL OR captured_at IS NULL")
        batch.create_check_constraint(op.f(KIND_KNOWN), _known("kind", KINDS))
    _one_payment("kind = 'booking'")


def _payments() -> None:
    op.drop_index(OF_A_BOOKING, "payments")
    with op.batch_alter_table("payments") as batch:
        for name in (CAPTURED, KIND_KNOWN):
            batch.drop_constraint(op.f(name), type_="check")
        batch.alter_column("booking_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("paid_from_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_payments_paid_from_id"), "payments", ["paid_from_id"], ["id"])
        batch.create_check_constraint(
            op.f(CAPTURED), "razorpay_id IS NOT NULL OR captured_at IS NULL OR kind = 'credit'"
        )
        batch.create_check_constraint(op.f(KIND_KNOWN), _known("kind", [*KINDS, "package", "credit"]))
        batch.create_check_constraint(op.f("ck_payments_for_a_booking"), "(kind = 'package') = (booking_id IS NULL)")
        batch.create_check_constraint(
            op.f("ck_payments_credit_of_a_package"), "(kind = 'credit') = (paid_from_id IS NOT NULL)"
        )
    op.create_index("ix_payments_paid_from_id", "payments", ["paid_from_id"])
    _one_payment("kind IN ('booking', 'credit')")


def _one_payment(which: str) -> None:
    condition = sa.text(which)
    op.create_index(
        OF_A_BOOKING, "payments", ["booking_id"], unique=True, sqlite_where=condition, postgresql_where=condition
    )


def _ledger(accounts: list[str], movements: list[str], owned: str) -> None:
    with op.batch_alter_table("ledger_entries") as batch:
        for name in ("ck_ledger_entries_account_known", "ck_ledger_entries_owner_of_earnings"):
            batch.drop_constraint(op.f(name), type_="check")
        batch.create_check_constraint(op.f("ck_ledger_entries_account_known"), _known("account", accounts))
        batch.create_check_constraint(
            op.f("ck_ledger_entries_owner_of_earnings"), f"({owned}) = (owner_id IS NOT NULL)"
        )
    with op.batch_alter_table("ledger_transactions") as batch:
        batch.drop_constraint(op.f("ck_ledger_transactions_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_ledger_transactions_kind_known"), _known("kind", movements))
    if op.get_bind().dialect.name == "sqlite":  # which has just made both tables anew, without their triggers
        for table in TABLES:
            for deed in ("update", "delete"):
                op.execute(sa.text(ON_SQLITE.format(table=table, deed=deed)))


def _known(column: str, choices: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(choice) for choice in choices)})"
