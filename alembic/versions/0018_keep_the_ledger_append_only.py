"""Have the database itself refuse to change or delete what stands in the ledger.

A later migration that rebuilds one of the two tables (SQLite's batch mode does) must make these again.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = ("ledger_transactions", "ledger_entries")
ON_SQLITE = """CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
REFUSE = """CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"""
ON_POSTGRESQL = """CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()"""


def upgrade() -> None:
    """Bring the change in."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(REFUSE)
    for table in TABLES:
        for deed in ("update", "delete", *(["truncate"] if postgresql else [])):
            op.execute((ON_POSTGRESQL if postgresql else ON_SQLITE).format(table=table, deed=deed))


def downgrade() -> None:
    """Take the change back."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for deed in ("update", "delete", *(["truncate"] if postgresql else [])):
            op.execute(f"DROP TRIGGER {table}_no_{deed}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION refuse_ledger_change()")
