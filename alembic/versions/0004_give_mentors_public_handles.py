"""Give mentors public handles, so that each has an address of their own."""

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the change in; the oldest of several mentors of one name gets it plain."""
    op.add_column("users", sa.Column("handle", sa.String(length=64), nullable=True))
    users = sa.table("users", sa.column("id"), sa.column("name"), sa.column("role"), sa.column("handle"))
    taken: set[str] = set()
    mentors = sa.select(users.c.id, users.c.name).where(users.c.role == "mentor").order_by(users.c.id)
    for user_id, name in op.get_bind().execute(mentors).all():
        base, number = _base(name), 1
        while (handle := base if number == 1 else f"{base}-{number}") in taken:
            number += 1
        taken.add(handle)
        op.execute(users.update().where(users.c.id == user_id).values(handle=handle))
    with op.batch_alter_table("users") as batch:
        batch.create_check_constraint(op.f("ck_users_mentor_has_handle"), "role <> 'mentor' OR handle IS NOT NULL")
        batch.create_index("uq_users_handle", ["handle"], unique=True)


def downgrade() -> None:
    """Take the change back; handles are forgotten."""
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint(op.f("ck_users_mentor_has_handle"), type_="check")
        batch.drop_index("uq_users_handle")
        batch.drop_column("handle")


def _base(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", letters.replace("'", "")))[:48].strip("-") or "mentor"
