"""Ask admins for a second factor; who is signed in as one without it is signed in no more."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the change in."""
    op.add_column("sign_ins", sa.Column("proved_at", MOMENT, nullable=True))
    op.add_column("sign_in_tickets", sa.Column("proved_at", MOMENT, nullable=True))
    op.create_table(
        "sign_in_challenges",
        *_of_a_person("sign_in_challenges"),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("offered_secret", sa.String(length=255), nullable=True),
        sa.Column("enrolled_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_sign_in_challenges_fingerprint")),
    )
    op.create_index(op.f("ix_sign_in_challenges_user_id"), "sign_in_challenges", ["user_id"])
    op.create_table(
        "totp_secrets",
        *_of_a_person("totp_secrets"),
        sa.Column("sealed_secret", sa.String(length=255), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.UniqueConstraint("user_id", name=op.f("uq_totp_secrets_user_id")),
    )
    op.create_table(
        "recovery_codes",
        *_of_a_person("recovery_codes"),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_recovery_codes_fingerprint")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"])


def downgrade() -> None:
    """Take the change back; admins need their password only, and set up their apps anew after the next upgrade."""
    for table in ("recovery_codes", "totp_secrets", "sign_in_challenges"):
        op.drop_table(table)
    for table in ("sign_in_tickets", "sign_ins"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("proved_at")


def _of_a_person(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
