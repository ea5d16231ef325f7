"""Number receipts: one for every payment that came, in order, anew from each first of April in India."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
INDIA = timezone(timedelta(hours=5, minutes=30))
APRIL = 4


def upgrade() -> None:
    """Bring the change in; what has come so far is numbered in the order in which it came."""
    years = op.create_table(
        "receipt_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_receipt_years")),
    )
    receipts = op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("seller_name", sa.String(200), nullable=False),
        sa.Column("seller_address", sa.String(400), nullable=False),
        sa.Column("gstin", sa.String(15), nullable=False),
        sa.Column("sac", sa.String(8), nullable=False),
        sa.Column("gst_percent", sa.Integer(), nullable=False),
        sa.Column("place_of_supply", sa.String(2), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_receipts_number_positive")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_receipts_payment_id")),
        sa.ForeignKeyConstraint(["year"], ["receipt_years.year"], name=op.f("fk_receipts_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_receipts_payment_id")),
    )
    op.create_index("uq_receipts_year_number", "receipts", ["year", "number"], unique=True)
    op.create_table(
        "billing_states",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(2), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_billing_states_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_billing_states")),
    )
    counted: Counter[int] = Counter()
    rows = []
    for payment_id, came_at in _came():
        year = _financial_year(came_at)
        counted[year] += 1
        words = dict.fromkeys(("seller_name", "seller_address", "gstin", "sac", "place_of_supply"), "")
        facts = {"payment_id": payment_id, "year": year, "number": counted[year], "issued_at": came_at}
        rows.append({**facts, **words, "gst_percent": 0})
    if rows:
        op.bulk_insert(years, [{"year": year, "last": last} for year, last in counted.items()])
        op.bulk_insert(receipts, rows)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("billing_states")
    op.drop_index("uq_receipts_year_number", "receipts")
    op.drop_table("receipts")
    op.drop_table("receipt_years")


def _came() -> list[tuple[int, datetime]]:
    payments = sa.table("payments", sa.column("id", sa.Integer), sa.column("captured_at", MOMENT))
    wanted = sa.select(payments.c.id, payments.c.captured_at).where(payments.c.captured_at.is_not(None))
    found = op.get_bind().execute(wanted.order_by(payments.c.captured_at, payments.c.id))
    return [(payment_id, at if at.tzinfo else at.replace(tzinfo=UTC)) for payment_id, at in found]


def _financial_year(moment: datetime) -> int:
    local = moment.astimezone(INDIA)
    return local.year if local.month >= APRIL else local.year - 1
