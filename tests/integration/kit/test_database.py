"""The database keeps its promises: fresh for each test, aware times, checked choices, enforced references."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import col, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.tables import WebhookEvent
from peerlearn.kit import database as db_in_use
from peerlearn.kit.jobs.tables import Job, JobState
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import ROOT
from tests.makers import a_learner, a_mentor

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("_again", [1, 2])
def test_is_empty_for_every_test(_again: int) -> None:
    with db_in_use.reading() as db:
        assert db.exec(select(User)).all() == []

    a_mentor()

    with db_in_use.reading() as db:
        assert len(db.exec(select(User)).all()) == 1


def test_is_never_the_developers_own(database: str) -> None:
    assert str(ROOT / "db.sqlite3") not in database
    assert db_in_use.engine().url.database in database


def test_keeps_moments_in_utc() -> None:
    noon_in_delhi = datetime(2030, 1, 1, 12, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))

    with unit_of_work() as work:
        work.db.add(Job(kind="x", key="x", run_at=noon_in_delhi, created_at=work.now))

    with db_in_use.reading() as db:
        kept = db.exec(select(Job.run_at).where(col(Job.key) == "x")).one()
    assert kept == noon_in_delhi
    assert kept.tzinfo is UTC


def test_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(StatementError, match="without a time zone"), unit_of_work() as work:
        work.db.add(Job(kind="x", key="x", run_at=datetime(2030, 1, 1), created_at=work.now))


def test_refuses_an_unknown_choice() -> None:
    with pytest.raises(IntegrityError, match="state_known"), unit_of_work() as work:
        work.db.add(Job(kind="x", key="x", state="lost", run_at=work.now, created_at=work.now))


def test_refuses_the_same_name_twice() -> None:
    a_learner(email="one@example.com")

    with pytest.raises(IntegrityError):
        a_learner(email="one@example.com")


def test_knows_its_journal_settings() -> None:
    if not db_in_use.is_sqlite():
        pytest.skip("these are promises of SQLite's own")

    with db_in_use.engine().connect() as connection:
        kept = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert kept == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_names_every_state_of_a_job() -> None:
    with unit_of_work() as work:
        for state in JobState:
            work.db.add(Job(kind="x", key=state, state=state, run_at=work.now, created_at=work.now))

    with db_in_use.reading() as db:
        assert set(db.exec(select(Job.state)).all()) == set(JobState)


def test_inserts_once_whoever_made_the_key() -> None:
    with unit_of_work() as work:
        job = Job(kind="x", key="x", run_at=work.now, created_at=work.now)
        event = WebhookEvent(event_id="evt_1", body="{}", received_at=work.now)
        assert db_in_use.insert_once(work.db, job, unique="key")
        assert db_in_use.insert_once(work.db, event, unique="event_id")

    with unit_of_work() as work:
        assert not db_in_use.insert_once(work.db, job, unique="key")
        assert not db_in_use.insert_once(work.db, event, unique="event_id")
        assert len(work.db.exec(select(Job)).all()) == 1
        assert len(work.db.exec(select(WebhookEvent)).all()) == 1
