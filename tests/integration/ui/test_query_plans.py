"""Whatever a page asks the database, it asks by an index: no page grows slower with what others have stored.

The running server itself notes how SQLite carries out each of its questions (explaining/sitecustomize.py), while
everybody opens every page that is theirs.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from peerlearn.kit import database as in_use
from scripts.build_frontend import ensure_built
from tests.e2e.site import Site, running_site
from tests.integration.ui.calling import run, tab_of
from tests.integration.ui.cast import a_cast
from tests.integration.ui.test_who_sees_what import STAYS, TABLE, address

SMALL = ("disputes",)  # banks question one payment of hundreds
SCHEMA = ("sqlite_master", "sqlite_temp_master")  # as large as the product, whatever people store
COUNTS = (  # how many there are of each kind, over all: what an admin's first page says
    "SELECT users.role, count(*) AS count_1 FROM users WHERE users.is_active = 1 GROUP BY users.role",
    "SELECT bookings.status, count(*) AS count_1 FROM bookings GROUP BY bookings.status",
)
LISTENER = Path(__file__).parent / "explaining"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole product, which notes its plans."""
    folder = tmp_path_factory.mktemp("explained")
    more = {"PYTHONPATH": str(LISTENER), "QUERY_PLANS": str(folder / "plans.jsonl")}
    with running_site(folder, REFLEX_WEB_WORKDIR=str(ensure_built()), **more) as running:
        yield running


def test_no_page_reads_a_table_from_end_to_end(site: Site, database: str) -> None:
    in_use.use(site.database_url)
    cast = a_cast()
    plans = Path(site.environment["QUERY_PLANS"])
    plans.write_text("")

    async def visit() -> None:
        for route, row in TABLE.items():
            path, params = address(route, cast)
            for who in ("nobody", "other_learner", "other_mentor", "admin", "learner", "mentor"):
                if getattr(row, who, STAYS) == STAYS:
                    async with tab_of(site, getattr(cast, who), path, params=params) as tab:
                        await tab.until(lambda tab: tab.redirects or tab.var("is_hydrated"))

    try:
        run(visit)
    finally:
        in_use.use(database)
    asked = [json.loads(line) for line in plans.read_text().splitlines()]

    assert any("ix_sessions_status_starts_at" in step for _, steps in asked for step in steps)
    assert read_whole(asked) == set()


@pytest.mark.parametrize(
    ("statement", "steps"),
    [
        ("SELECT users.id FROM users WHERE users.bio = ?", ["SCAN users"]),
        ("SELECT users.id FROM users ORDER BY users.bio LIMIT ?", ["SCAN users", "USE TEMP B-TREE FOR ORDER BY"]),
        ("SELECT (SELECT id FROM gifts LIMIT ? OFFSET ?) AS anon_1 FROM users", ["SCAN users"]),
        ("SELECT gifts.id FROM gifts, users LIMIT ? OFFSET ?", ["SEARCH gifts USING INDEX x (a=?)", "SCAN users"]),
        ("SELECT users.bio, count(*) AS count_1 FROM users WHERE users.a = ? GROUP BY users.bio", ["SCAN users"]),
    ],
)
def test_would_notice_a_table_read_from_end_to_end(statement: str, steps: list[str]) -> None:
    assert read_whole([(statement, steps)]) == {("users", statement)}


def read_whole(asked: Iterable[tuple[str, list[str]]]) -> set[tuple[str, str]]:
    """The tables that a question reads from end to end, each with the question."""
    return {
        (table, statement)
        for statement, steps in asked
        for table in scanned(steps)
        if not (ends_early(statement, steps, table) or " ".join(statement.split()) in COUNTS)
    }


def scanned(steps: list[str]) -> list[str]:
    """The tables that a plan reads from end to end, with or without an index."""
    tables = (step.split()[1] for step in steps if step.startswith("SCAN "))
    return [table for table in tables if table not in ("CONSTANT", "(subquery-1)", *SMALL, *SCHEMA)]


def ends_early(statement: str, steps: list[str], table: str) -> bool:
    """It takes the first rows of this table, in an order that the table or an index has, and stops."""
    goes_along = steps[0].split()[:2] == ["SCAN", table] and not any("TEMP B-TREE" in step for step in steps)
    return goes_along and statement.endswith(("LIMIT ?", "LIMIT ? OFFSET ?"))
