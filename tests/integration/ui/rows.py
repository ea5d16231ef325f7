"""What the database holds, and whether somebody changed what is not theirs."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel, select

from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit import database

# Being refused leaves traces here, and so does signing in.
BOOKKEEPING = {"audit_log", "sign_ins", "sign_in_tickets", "failures"}
# Looking is noted here, for the one who looks.
LOOKS = frozenset({"earnings_seen"})
# The site works on its jobs meanwhile; what matters here is which ones there are.
OF_A_JOB = {"id", "kind", "key", "payload"}

Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """Every row of every table, by its primary key."""

    tables: dict[str, dict[Any, Row]]

    def harmed(self, later: "Rows", *, by: int | None) -> list[str]:
        """What of others was changed, deleted or added to since; `by` may do with their own what they like."""
        found = []
        for table in self.tables:
            before, after = self.tables[table], later.tables[table]
            for key, row in before.items():
                if after.get(key) != row and not _belongs(table, row, by):
                    found.append(f"{table} {key} was {row}, is {after.get(key)}")
            for key in after.keys() - before.keys():
                if any(self._of_others(*reference, by=by) for reference in _references(table, after[key])):
                    found.append(f"{table} {key} is new and refers to others: {after[key]}")
        return found

    def changed(self, later: "Rows", *, but: frozenset[str] = frozenset()) -> list[str]:
        """Everything that is not as it was, outside of some tables."""
        return [
            f"{table} {key} was {self.tables[table].get(key)}, is {later.tables[table].get(key)}"
            for table in self.tables.keys() - but
            for key in self.tables[table].keys() | later.tables[table].keys()
            if self.tables[table].get(key) != later.tables[table].get(key)
        ]

    def _of_others(self, table: str, key: Any, *, by: int | None) -> bool:
        row = self.tables[table].get(key)
        return row is not None and not _belongs(table, row, by)


def rows_now() -> Rows:
    """The database as it stands."""
    tables = {}
    with database.reading() as db:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in BOOKKEEPING:
                found = db.connection().execute(table.select()).mappings()
                kept = [{name: value for name, value in row.items() if _matters(table.name, name)} for row in found]
                key = next(iter(table.primary_key)).name
                tables[table.name] = {row[key]: row for row in kept}
    return Rows(tables)


def refusals_of(user_id: int | None, *, after: int) -> list[str]:
    """The targets of what was refused to somebody, by the audit log."""
    wanted = select(AuditEntry.target).where(
        AuditEntry.action == "refused",
        AuditEntry.actor_id == user_id,
        AuditEntry.id > after,  # type: ignore[operator]
    )
    with database.reading() as db:
        return list(db.exec(wanted))


def last_audit_entry() -> int:
    """The newest line of the audit log."""
    with database.reading() as db:
        return db.exec(select(AuditEntry.id).order_by(AuditEntry.id.desc())).first() or 0  # type: ignore[union-attr]


def _matters(table: str, column: str) -> bool:
    return table != "jobs" or column in OF_A_JOB


def _belongs(table: str, row: Row, user_id: int | None) -> bool:
    if user_id is None:
        return False
    own = table == "users" and row["id"] == user_id
    return own or any(reference == ("users", user_id) for reference in _references(table, row))


def _references(table: str, row: Row) -> list[tuple[str, Any]]:
    columns = SQLModel.metadata.tables[table].columns
    return [(key.column.table.name, row[c.name]) for c in columns for key in c.foreign_keys if c.name in row]
