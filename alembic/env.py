"""How a migration runs, and what a new one is compared with: every table of the product.

The database is the one in force (`DATABASE_URL`). What differs between SQLite and PostgreSQL is in kit/database.py.
"""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from peerlearn import domain
from peerlearn.kit import database


def plain_types(kind: str, thing: Any, _autogenerate: Any) -> str | Literal[False]:
    """Write our own column kinds as what they are in the database: a migration must outlive the code of its day."""
    if kind == "type" and isinstance(thing, database.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, AutoString):
        return f"sa.String(length={thing.length})" if thing.length else "sa.String()"
    return False


if context.is_offline_mode():
    raise SystemExit("Migrations look at the database while they run, so they cannot be printed as SQL.")

domain.know_every_table()
with database.migrating() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=database.is_sqlite(),
        render_item=plain_types,
    )
    context.run_migrations()
