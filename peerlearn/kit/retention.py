"""Dropping rows that nobody needs any more, a few at a time, so that nobody waits for it."""

from sqlalchemy import ColumnElement
from sqlmodel import SQLModel, col, delete, select

from peerlearn.kit.work import Work

MOST_AT_ONCE = 500


def forget(work: Work, table: type[SQLModel], old: ColumnElement[bool]) -> int:
    """Delete rows that are `old`, at most so many; how many there were.

    Args:
        work: the unit of work.
        table: a table with an `id`.
        old: which rows; those that somebody else holds just now are left for the next time.
    """
    key = col(table.id)  # type: ignore[attr-defined]
    some = select(key).where(old).limit(MOST_AT_ONCE).with_for_update(skip_locked=True)
    return work.db.exec(delete(table).where(key.in_(some))).rowcount
