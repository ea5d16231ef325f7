"""Brings the database to the schema of this release, through the revisions in `alembic/`.

One transaction does it all, under the database's own lock: two starters queue, and a kill leaves the old schema whole.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

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


def knows(revision: str) -> bool:
    """Whether this release has a revision, so that it could bring a database from there up to date."""
    return revision in {known.revision for known in ScriptDirectory.from_config(_config()).walk_revisions()}


@asynccontextmanager
async def following_the_code() -> AsyncIterator[None]:
    """Within it the database is current. For `reflex run`, which has no step before it that could migrate."""
    if not is_current():
        await asyncio.to_thread(upgrade)
    yield


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "alembic").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
