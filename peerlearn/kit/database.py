"""The database: one engine made from its URL, and the column kinds every table uses.

This file knows whether SQLite or PostgreSQL is behind the URL; others ask it where it matters to them.
"""

import enum
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Connection, DateTime, Dialect, Engine, TypeDecorator, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from peerlearn.kit import faults
from peerlearn.settings import settings

BUSY_TIMEOUT_MS = 10_000
LOOK_AGAIN_SECONDS = (0.0005, 0.003)  # a commit takes about as long
MIGRATION_WAIT_MS = 120_000
MIGRATION_LOCK = 0x7065_6572  # any number, as long as every release uses this one

# Every constraint has a name, so that a later migration can find it on both databases.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python, refused when naive, the same on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, choices: type[enum.StrEnum]) -> CheckConstraint:
    """A CHECK that a text column holds one of the values of an enum."""
    listed = ", ".join(f"'{choice.value}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def make_engine(url: str) -> Engine:
    """An engine with our rules: on SQLite WAL, full synchronisation and immediate write locks."""
    # hide_parameters: an error's text goes to the log, and what people wrote does not belong there.
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10, hide_parameters=True)
    wait = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}
    engine = create_engine(url, connect_args=wait, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open deferred transactions by itself
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "synchronous=FULL",
        "recursive_triggers=ON",  # INSERT OR REPLACE deletes, and must not pass by the triggers that refuse it
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A deferred transaction that reads and then writes can fail half-way; a writer queues at its start.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    if writes:
        _wait_to_write(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _wait_to_write(connection: Connection) -> None:
    """Begin as soon as no other process writes, or fail after the connection's own time to wait.

    SQLite waits too, but sleeps up to a tenth of a second between two looks, while others come and go.
    """
    file: Any = connection.connection.dbapi_connection
    [(longest_ms,)] = file.execute("PRAGMA busy_timeout")
    until = time.monotonic() + longest_ms / 1000
    file.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < until:
            try:
                file.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as held:
                if "locked" not in str(held):
                    break
            time.sleep(random.uniform(*LOOK_AGAIN_SECONDS))
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # which fails as everything that SQLAlchemy does
    finally:
        file.execute(f"PRAGMA busy_timeout={longest_ms}")


_engine: Engine | None = None


def engine() -> Engine:
    """The engine of this process, made on first use."""
    global _engine
    if _engine is None:
        _engine = make_engine(settings.database_url)
    return _engine


def use(url: str) -> None:
    """Make another database the one of this process, and let go of the one before."""
    global _engine
    before, _engine = _engine, make_engine(url)
    if before is not None:
        before.dispose()


def is_sqlite() -> bool:
    """Whether one file is the database, so that one writer at a time is the rule."""
    return engine().dialect.name == "sqlite"


@contextmanager
def reading() -> Iterator[Session]:
    """A session that sees one consistent state; the database refuses to write in it."""
    with Session(engine().execution_options(**_reading_options()), expire_on_commit=False) as db:
        faults.slow_down()
        yield db


def _reading_options() -> dict[str, Any]:
    if is_sqlite():
        return {"writes": False}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@contextmanager
def writing() -> Iterator[Session]:
    """A session whose changes are committed together at the end, or not at all."""
    with Session(engine(), expire_on_commit=False) as db, db.begin():
        db.connection()  # wait for our turn here, before the action looks at the clock
        faults.slow_down()
        yield db


def insert_once(db: Session, row: SQLModel, *, unique: str | None = None) -> bool:
    """Insert a row unless one with the same `unique` column is there; safe however many try at once.

    Args:
        db: the session of a unit of work.
        row: the row; its id is the database's to give.
        unique: the column; any unique column when none is named.

    Returns:
        Whether this call inserted it. The row given stays outside the session.
    """
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    values = {name: value for name, value in row.model_dump().items() if name != "id"}
    elements = [unique] if unique is not None else None
    statement = insert(type(row)).values(**values).on_conflict_do_nothing(index_elements=elements)
    # Without the option the count of an INSERT is lost when nothing is returned, as for a key that we made.
    counted = statement.execution_options(preserve_rowcount=True)
    return db.connection().execute(counted).rowcount == 1


@contextmanager
def migrating() -> Iterator[Connection]:
    """A connection that may change the schema: alone, all or nothing; whoever comes second waits."""
    with engine().connect() as connection:
        connection.detach()  # its settings must not return to the pool
        if is_sqlite():
            # Only outside a transaction. SQLite changes a table by copying it, and to drop the old one would cascade.
            connection.connection.execute("PRAGMA foreign_keys=OFF")
            connection.connection.execute(f"PRAGMA busy_timeout={MIGRATION_WAIT_MS}")
        with connection.begin():
            if not is_sqlite():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
            yield connection
            if is_sqlite() and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise RuntimeError(f"the migration would leave rows that refer to nothing: {broken}")
