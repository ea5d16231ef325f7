"""Send withdrawals through RazorpayX: how each leaves, every try under its key, and who RazorpayX knows already."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
STATUSES = ["pending", "completed", "rejected", "reversed"]
ROUTES = ["by_hand", "razorpayx"]
ATTEMPT_STATUSES = ["requested", "pending", "queued", "scheduled", "processing"]
ATTEMPT_STATUSES += ["processed", "failed", "rejected", "cancelled", "reversed"]
PAYING = sa.text("status NOT IN ('failed', 'rejected', 'cancelled', 'reversed')")
STATUS_KNOWN, ROUTE_KNOWN = "ck_withdrawals_status_known", "ck_withdrawals_route_known"


def upgrade() -> None:
    """Bring the change in; what waits now goes on waiting for a hand."""
    with op.batch_alter_table("withdrawals") as batch:
        batch.add_column(sa.Column("route", sa.String(10), nullable=False, server_default="by_hand"))
        batch.drop_constraint(op.f(STATUS_KNOWN), type_="check")
        batch.create_check_constraint(op.f(STATUS_KNOWN), _known("status", [*STATUSES, "failed"]))
        batch.create_check_constraint(op.f(ROUTE_KNOWN), _known("route", ROUTES))
    with op.batch_alter_table("withdrawals") as batch:
        batch.alter_column("route", existing_type=sa.String(10), existing_nullable=False, server_default=None)
    _create_payees()
    _create_attempts()


def downgrade() -> None:
    """Take the change back; refused by the constraints once a withdrawal has failed."""
    op.drop_table("payout_attempts")
    op.drop_table("payout_payees")
    with op.batch_alter_table("withdrawals") as batch:
        batch.drop_constraint(op.f(ROUTE_KNOWN), type_="check")
        batch.drop_constraint(op.f(STATUS_KNOWN), type_="check")
        batch.create_check_constraint(op.f(STATUS_KNOWN), _known("status", STATUSES))
        batch.drop_column("route")


def _create_payees() -> None:
    op.create_table(
        "payout_payees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("contact_id", sa.String(40), nullable=False),
        sa.Column("fund_account_id", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_payout_payees_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_payees")),
        sa.UniqueConstraint("seal", name=op.f("uq_payout_payees_seal")),
    )
    op.create_index(op.f("ix_payout_payees_user_id"), "payout_payees", ["user_id"])


def _create_attempts() -> None:
    op.create_table(
        "payout_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("withdrawal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(36), nullable=False),
        sa.Column("razorpay_payout_id", sa.String(40), nullable=True),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(_known("status", ATTEMPT_STATUSES), name=op.f("ck_payout_attempts_status_known")),
        sa.ForeignKeyConstraint(["withdrawal_id"], ["withdrawals.id"], name=op.f("fk_payout_attempts_withdrawal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_attempts")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_payout_attempts_idempotency_key")),
        sa.UniqueConstraint("razorpay_payout_id", name=op.f("uq_payout_attempts_razorpay_payout_id")),
        sa.UniqueConstraint("withdrawal_id", "number", name="uq_payout_attempts_number"),
    )
    op.create_index(
        "uq_payout_attempts_paying",
        "payout_attempts",
        ["withdrawal_id"],
        unique=True,
        sqlite_where=PAYING,
        postgresql_where=PAYING,
    )


def _known(column: str, choices: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(choice) for choice in choices)})"
