"""An idle worker asks for work every second: that must not read through all the jobs there ever were."""

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import queue


@pytest.mark.usefixtures("database")
def test_finds_the_next_job_by_an_index() -> None:
    if not in_use.is_sqlite():
        pytest.skip("PostgreSQL plans by how much is in a table, and here nothing is")
    question = queue._next(clock.now()).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})

    with in_use.reading() as db:
        plan = [row.detail for row in db.connection().execute(text(f"EXPLAIN QUERY PLAN {question}"))]

    searches = [step for step in plan if "jobs" in step]
    assert len(searches) == 2
    assert all("USING INDEX ix_jobs_state_run_at (state=?" in step for step in searches), plan
