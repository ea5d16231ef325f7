"""Brings the database to the schema of this release, through the revisions in `alembic/`.

One transaction does it all, under the database's own lock: two starters queue, and a kill leaves the old schema whole.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from peerlearn.kit import database
from peerlearn.settings import ROOT


def upgrade(revision: str = "head") -> None:
    """Apply what is missing, up to a revision; the newest by default."""
    command.upgrade(_config(), revision)


def downgrade(revision: str = "-1") -> None:
    """Take revisions back, down to one; the last only by default."""
    command.downgrade(_config(), revision)


def is_current() -> bool:
    """Whether the database has the schema of this release."""
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    with database.engine().connect().execution_options(writes=False) as connection:
        return MigrationContext.configure(connection).get_current_revision() == wanted


def differences() -> list[str]:
    """What the schema has, lacks or has otherwise than the classes of the tables, a word or two for each."""
    with database.engine().connect().execution_options(writes=False) as connection:
        looking = MigrationContext.configure(connection, opts={"include_object": _is_ours})
        found = compare_metadata(looking, SQLModel.metadata)
    return [_in_words(difference) for difference in found]


def knows(revision: str) -> bool:
    """Whether this release has a revision, so that it could bring a database from there up to date."""
    return revision in {known.revision for known in ScriptDirectory.from_config(_config()).walk_revisions()}


@asynccontextmanager
async def following_the_code() -> AsyncIterator[None]:
    """Within it the database is current. For `reflex run`, which has no step before it that could migrate."""
    if not is_current():
        await asyncio.to_thread(upgrade)
    yield


def _is_ours(_thing: Any, _name: str | None, kind: str, there: bool, compared_with: Any) -> bool:
    """All but tables of which this process has no class: it may not have loaded every part of the product."""
    return not (kind == "table" and there and compared_with is None)


def _in_words(difference: Any) -> str:
    """Such as "remove_index ix_users_email"; changes of one column come as a list."""
    verb, *about = difference[0] if isinstance(difference, list) else difference
    named = [str(getattr(part, "name", part)) for part in about if part is not None]
    return " ".join([str(verb), *named[:3]])


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "alembic").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
