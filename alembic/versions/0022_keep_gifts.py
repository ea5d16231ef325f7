"""Keep gifts: payments of a second kind, beside the one of their booking, and which lesson each was for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
ONE_PER_BOOKING, KIND_KNOWN = "uq_payments_booking_id", "ck_payments_kind_known"
OF_A_BOOKING = sa.text("kind = 'booking'")


def upgrade() -> None:
    """Bring the change in; what was paid so far was paid for bookings."""
    with op.batch_alter_table("payments") as batch:
        batch.add_column(sa.Column("kind", sa.String(10), nullable=False, server_default="booking"))
        batch.drop_constraint(op.f(ONE_PER_BOOKING), type_="unique")
        batch.create_check_constraint(op.f(KIND_KNOWN), "kind IN ('booking', 'gift')")
    with op.batch_alter_table("payments") as batch:
        batch.alter_column("kind", existing_type=sa.String(10), existing_nullable=False, server_default=None)
    op.create_index(
        "uq_payments_booking_id_booking",
        "payments",
        ["booking_id"],
        unique=True,
        sqlite_where=OF_A_BOOKING,
        postgresql_where=OF_A_BOOKING,
    )
    op.create_index("ix_payments_booking_id", "payments", ["booking_id"])
    op.create_table(
        "gifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("thanked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_gifts_payment_id")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_gifts_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gifts")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_gifts_payment_id")),
    )
    op.create_index(op.f("ix_gifts_room_id"), "gifts", ["room_id"])


def downgrade() -> None:
    """Take the change back; refused by the constraint once a gift was given."""
    op.drop_table("gifts")
    op.drop_index("ix_payments_booking_id", "payments")
    op.drop_index("uq_payments_booking_id_booking", "payments")
    with op.batch_alter_table("payments") as batch:
        batch.drop_constraint(op.f(KIND_KNOWN), type_="check")
        batch.create_unique_constraint(op.f(ONE_PER_BOOKING), ["booking_id"])
        batch.drop_column("kind")
