"""The whole database as a value, to prove that something changed nothing."""

from typing import Any

from sqlmodel import SQLModel, select

from peerlearn.kit.database import reading


def whole_database() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with reading() as db:
        connection = db.connection()
        tables = SQLModel.metadata.sorted_tables
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables}
