"""What every test starts from: an environment of its own, and a fresh migrated database on request.

SQLite in a temporary file by default. With `TEST_DATABASE_URL` (an address of a PostgreSQL server where
databases may be created) the same tests run there, each in a new database.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Settings are read when the product is first imported: no test may see the developer's own.
_scratch = tempfile.TemporaryDirectory(prefix="peerlearn-tests-")
os.environ.update(
    PEERLEARN_ENV="development",
    DATABASE_URL=f"sqlite:///{_scratch.name}/no-test-asked-for-a-database.sqlite3",
    MEDIA_FOLDER=f"{_scratch.name}/media",
    S3_ENDPOINT="",
    S3_BUCKET="",
    S3_ACCESS_KEY="",
    S3_SECRET_KEY="",
    REDIS_URL="",
    SMTP_HOST="",
    PUBLIC_URL="",
    WEB_WORKERS="1",
)

import pytest  # noqa: E402

from scripts.build_frontend import ensure_built  # noqa: E402
from tests.databases import Databases, databases_at  # noqa: E402
from tests.servers import (  # noqa: E402
    Redis,
    Store,
    Turn,
    postgres_binaries,
    running_postgres,
    running_redis,
    running_store,
    running_turn,
)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Where fresh databases come from."""
    with databases_at(os.environ.get("TEST_DATABASE_URL", ""), Path(_scratch.name)) as source:
        yield source


@pytest.fixture
def database(databases: Databases) -> Iterator[str]:
    """A fresh migrated database that this process now uses, which speaks of no file; the value is its URL."""
    from peerlearn.kit import database as in_use

    shutil.rmtree(os.environ["MEDIA_FOLDER"], ignore_errors=True)
    with databases.fresh() as url:
        in_use.use(url)
        yield url
        in_use.use(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a throw-away PostgreSQL server; skips where none is installed."""
    if postgres_binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    with running_postgres() as url:
        yield url


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """A throw-away Redis server; skips where none is installed."""
    if shutil.which("redis-server") is None:
        pytest.skip("no Redis on this machine")
    with running_redis(tmp_path) as server:
        yield server


@pytest.fixture
def turn(tmp_path: Path) -> Iterator[Turn]:
    """A throw-away TURN relay; skips where coturn is not installed."""
    if shutil.which("turnserver") is None:
        pytest.skip("no coturn on this machine")
    with running_turn(tmp_path) as relay:
        yield relay


@pytest.fixture(scope="session")
def _store() -> Iterator[Store]:
    with running_store() as server:
        yield server


@pytest.fixture
def store(_store: Store) -> Store:
    """A throw-away server that speaks S3, with an empty bucket."""
    _store.empty()
    return _store


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers last and alone: Playwright keeps an event loop running in this thread, and others want to start one."""
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker("alone")
    items.sort(key=lambda item: item.get_closest_marker("alone") is not None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What serves the site is built before the first test, which would have to wait for it longer than a test may."""
    serving = any("site" in getattr(item, "fixturenames", ()) for item in session.items)
    if serving and not session.config.option.collectonly:
        ensure_built()
