"""Fresh databases in a moment: one is migrated, and copied or emptied for each test."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, create_engine, make_url, text
from sqlmodel import SQLModel

from peerlearn.kit import database, migrations

_numbers = itertools.count(1)


class Databases(Protocol):
    """Somewhere that fresh databases come from."""

    def fresh(self) -> AbstractContextManager[str]:
        """The URL of a new migrated database, gone at the end."""


@contextmanager
def databases_at(server_url: str, folder: Path) -> Iterator[Databases]:
    """Databases on a PostgreSQL server, or without its URL in files in a folder."""
    if not server_url:
        yield OnSqlite(folder)
        return
    source = OnPostgres(make_url(server_url).set(drivername="postgresql+psycopg"))
    try:
        yield source
    finally:
        source.drop()


class OnSqlite:
    """Copies of a migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite3"
        _migrate(f"sqlite:///{self._template}")

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a new file, gone at the end."""
        path = self._folder / f"{next(_numbers)}.sqlite3"
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"
        for leftover in self._folder.glob(f"{path.name}*"):
            leftover.unlink(missing_ok=True)


class OnPostgres:
    """One migrated database of its own, emptied for each test: quicker than a copy, and than TRUNCATE."""

    def __init__(self, server: URL) -> None:
        self._server = create_engine(server, isolation_level="AUTOCOMMIT")
        self._name = f"peerlearn_{os.getpid()}_{next(_numbers)}"
        self._ask(f"CREATE DATABASE {self._name}")
        self._url = server.set(database=self._name)
        _migrate(self._url.render_as_string(hide_password=False))
        self._database = create_engine(self._url)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of the emptied database."""
        with self._database.begin() as connection:
            # As if restored from a copy: the triggers that keep the ledger append-only hold their peace.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in reversed(SQLModel.metadata.sorted_tables):
                connection.execute(table.delete())
            connection.execute(text("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"))
        yield self._url.render_as_string(hide_password=False)

    def drop(self) -> None:
        """Leave the server as it was."""
        self._database.dispose()
        self._ask(f"DROP DATABASE {self._name} WITH (FORCE)")
        self._server.dispose()

    def _ask(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.execute(text(statement))


def _migrate(url: str) -> None:
    database.use(url)
    migrations.upgrade()
    database.use(os.environ["DATABASE_URL"])
