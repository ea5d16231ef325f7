"""What stands in the ledger stays: the database refuses every change and deletion, whoever asks for it.

The migration makes the same triggers; a mistake that is found later is mended by a movement of its own.
"""

from sqlalchemy import DDL, event
from sqlalchemy.schema import ExecutableDDLElement
from sqlmodel import Session, SQLModel, text

from peerlearn.domain.payments.tables import LedgerEntry, LedgerTransaction
from peerlearn.kit import database

TABLES: tuple[type[SQLModel], ...] = (LedgerTransaction, LedgerEntry)
_ON_SQLITE = """CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
_REFUSE = """CREATE OR REPLACE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"""
_ON_POSTGRESQL = """CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()"""
_GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
_DEEDS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


def missing_guards(db: Session) -> list[str]:
    """The triggers that should be there and are not, by name; a rebuilt table loses its own."""
    kind = "sqlite" if database.is_sqlite() else "postgresql"
    there = set(db.connection().execute(text(_GUARDS[kind])).scalars())
    wanted = [f"{table.__tablename__}_no_{deed}" for table in TABLES for deed in _DEEDS[kind]]
    return [name for name in wanted if name not in there]


def _guard(table: type[SQLModel]) -> None:
    made = table.__table__  # type: ignore[attr-defined]
    event.listen(made, "after_create", _ddl(_REFUSE, "postgresql"))
    for kind, statement in (("sqlite", _ON_SQLITE), ("postgresql", _ON_POSTGRESQL)):
        for deed in _DEEDS[kind]:
            event.listen(made, "after_create", _ddl(statement.format(table=table.__tablename__, deed=deed), kind))


def _ddl(statement: str, dialect: str) -> ExecutableDDLElement:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]


for _table in TABLES:
    _guard(_table)
