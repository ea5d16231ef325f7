"""Migrations: they give the schema that the code expects, alone, and whole or not at all."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, String, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select

from peerlearn.domain import payments, verification
from peerlearn.domain.accounts.tables import Failures, User
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.discovery.tables import MentorStanding
from peerlearn.domain.payments.tables import Payment, Receipt, ReceiptYear, Refund
from peerlearn.kit import clock, migrations
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import ROOT
from tests.makers import a_completed_booking, a_confirmed_booking, a_failed_refund, a_mentor, an_admin

# Runs the migration in a process that kills itself just before its n-th change of the schema.
DIE_AT = """
import os, signal, sys
from sqlalchemy import Engine, event
from peerlearn.kit import migrations
changes = 0
@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    global changes
    changes += statement.lstrip().startswith(("CREATE", "INSERT"))
    if changes == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
migrations.upgrade()
"""

NewDatabase = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgres"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewDatabase]:
    """Makes empty databases, of each kind."""
    made: list[str] = []

    def new_file() -> str:
        made.append(f"sqlite:///{tmp_path / f'{len(made)}.sqlite3'}")
        return made[-1]

    def new_on_server() -> str:
        server: str = request.getfixturevalue("postgres").replace("postgresql://", "postgresql+psycopg://")
        name = f"migrations_{os.getpid()}_{abs(hash(tmp_path))}_{len(made)}"
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        made.append(f"{server.rsplit('/', 1)[0]}/{name}")
        return made[-1]

    yield new_file if request.param == "sqlite" else new_on_server
    in_use.use(os.environ["DATABASE_URL"])


@pytest.fixture
def empty(new_database: NewDatabase) -> str:
    """An empty database that this process uses now."""
    url = new_database()
    in_use.use(url)
    return url


def test_give_the_schema_that_the_code_expects(empty: str, new_database: NewDatabase) -> None:
    assert not migrations.is_current()
    migrations.upgrade()
    assert migrations.is_current()
    migrated = _schema()
    with in_use.engine().connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)

    in_use.use(new_database())
    SQLModel.metadata.create_all(in_use.engine())

    assert differences == []
    assert migrated == _schema()


def test_can_be_taken_back_one_step_and_applied_again(empty: str) -> None:
    migrations.upgrade()
    newest = _schema()

    migrations.downgrade()
    assert not migrations.is_current()
    assert _schema() != newest

    migrations.upgrade()
    assert _schema() == newest


def test_can_be_taken_back_to_nothing(empty: str) -> None:
    migrations.upgrade()

    migrations.downgrade("base")

    assert _schema() == {}


def test_whoever_is_locked_out_stays_so_when_failures_move_to_their_own_table(empty: str) -> None:
    migrations.upgrade("0002")
    with in_use.writing() as db:
        for number, (failures, locked) in enumerate([(0, "NULL"), (3, "NULL"), (0, "'2026-01-01 00:00:00+00:00'")]):
            statement = (
                "INSERT INTO users (email, name, role, password_hash, interests, skills, is_active, "
                "failed_sign_ins, locked_until, created_at) VALUES "
                f"('{number}@example.org', 'A', 'learner', 'x', '[]', '[]', TRUE, {failures}, {locked}, '2026-01-01')"
            )
            db.connection().execute(text(statement))

    migrations.upgrade()

    with in_use.reading() as db:
        kept = list(db.exec(select(Failures).order_by(col(Failures.key))))
    assert [(one.key, one.failures, bool(one.locked_until)) for one in kept] == [
        ("email:1@example.org", 3, False),
        ("email:2@example.org", 0, True),
    ]


def test_refunds_of_before_are_of_the_whole_and_each_takes_the_place_of_the_one_that_failed(empty: str) -> None:
    migrations.upgrade()
    a_confirmed_booking()
    a_failed_refund()
    again = a_failed_refund()
    admin = replace(an_admin(), proved_at=clock.now())
    with unit_of_work() as work:
        mine = select(Refund.id).join(Payment).where(Payment.booking_id == again.booking_id)
        payments.refund_again(work, work.db.exec(mine).one() or 0, by=admin)

    def money() -> tuple[list[int], list[int | None], list[verification.Finding]]:
        with in_use.reading() as db:
            back = list(db.exec(select(Payment.refunded_paise).order_by(col(Payment.id))))
            replaced = list(db.exec(select(Refund.replaced_by_id).order_by(col(Refund.id))))
            return back, replaced, verification.verify(db)

    expected: tuple[list[int], list[int | None], list[verification.Finding]] = (
        [0, 110_000, 110_000],
        [None, 3, None],
        [],
    )
    assert money() == expected
    migrations.downgrade("0022")
    migrations.upgrade()

    assert money() == expected


def test_what_was_paid_before_is_numbered_in_the_order_in_which_it_came(empty: str) -> None:
    migrations.upgrade()
    for _ in range(4):
        a_confirmed_booking()
    migrations.downgrade("0023")
    came = ["2026-03-31 18:29:00+00:00", "2026-03-31 18:31:00+00:00", "2026-11-02 10:00:00+00:00", None]
    with in_use.writing() as db:
        for payment_id, moment in zip((2, 1, 4, 3), came, strict=True):
            said = f"'{moment}'" if moment else "NULL"
            db.connection().execute(text(f"UPDATE payments SET captured_at = {said} WHERE id = {payment_id}"))

    migrations.upgrade()

    with in_use.reading() as db:
        kept = [(one.payment_id, one.year, one.number) for one in db.exec(select(Receipt).order_by(col(Receipt.id)))]
        years = {one.year: one.last for one in db.exec(select(ReceiptYear))}
    assert kept == [(2, 2025, 1), (1, 2026, 1), (4, 2026, 2)]
    assert years == {2025: 1, 2026: 2}


def test_every_mentor_who_is_there_already_gets_a_public_address(empty: str) -> None:
    migrations.upgrade("0003")
    people = [
        ("Meera", "mentor"),
        ("Meera", "learner"),
        ("Meera!", "mentor"),
        ("मीरा", "mentor"),
        ("Meera 2", "mentor"),
    ]
    with in_use.writing() as db:
        for number, (name, role) in enumerate(people):
            statement = (
                "INSERT INTO users (email, name, role, password_hash, interests, skills, is_active, created_at) "
                f"VALUES ('{number}@example.org', '{name}', '{role}', 'x', '[]', '[]', TRUE, '2026-01-01')"
            )
            db.connection().execute(text(statement))

    migrations.upgrade()

    with in_use.reading() as db:
        handles = list(db.exec(select(User.handle).order_by(col(User.id))))
    assert handles == ["meera", None, "meera-2", "mentor", "meera-2-2"]


def test_what_was_rated_before_is_added_up_once(empty: str) -> None:
    migrations.upgrade()
    mentor = a_mentor()
    for stars in (5, 4, None):
        a_completed_booking(mentor, stars=stars)
    a_confirmed_booking()
    with in_use.reading() as db:
        before = [row.model_dump() for row in db.exec(select(MentorStanding))]

    migrations.downgrade("0007")
    migrations.upgrade()

    with in_use.reading() as db:
        assert [row.model_dump() for row in db.exec(select(MentorStanding))] == before
    assert (before[0]["stars"], before[0]["ratings"], before[0]["given"], before[0]["average"]) == (9, 2, 3, 4500)


def test_do_nothing_to_a_database_that_is_current(empty: str) -> None:
    migrations.upgrade()
    before = _schema()

    migrations.upgrade()

    assert _schema() == before


@pytest.mark.faults
def test_starters_that_come_at_once_wait_for_each_other(empty: str) -> None:
    starters = [_start("-m", "peerlearn", "migrate", url=empty) for _ in range(3)]
    outcomes = [(starter.wait(60), starter.communicate()[1]) for starter in starters]

    assert [code for code, _ in outcomes] == [0, 0, 0], outcomes
    assert migrations.is_current()


@pytest.mark.faults
def test_a_kill_in_the_middle_leaves_nothing_half_done(empty: str) -> None:
    for moment in (2, 9, 25):
        assert _start("-c", DIE_AT, str(moment), url=empty).wait(60) == -9
        assert _schema() == {}

    migrations.upgrade()

    assert migrations.is_current()


def test_can_rebuild_a_table_that_others_refer_to(empty: str) -> None:
    migrations.upgrade()
    booked = a_confirmed_booking()

    with in_use.migrating() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("users", recreate="always" if in_use.is_sqlite() else "auto") as users:
            users.add_column(Column("nickname", String(40), nullable=False, server_default=""))

    with in_use.reading() as db:
        people = select(User.id).order_by(col(User.id))
        assert list(db.exec(people)) == sorted([booked.mentor.user_id, booked.learner.user_id])
        assert db.get_one(Booking, booked.booking_id).learner_id == booked.learner.user_id
    assert "ck_users_role_known" in _schema()["users"]["checks"]
    with pytest.raises(IntegrityError), in_use.writing() as db:
        db.connection().execute(text("DELETE FROM users"))


def test_refuse_to_leave_rows_that_refer_to_nothing(tmp_path: Path) -> None:
    in_use.use(f"sqlite:///{tmp_path / 'dangling.sqlite3'}")
    with in_use.writing() as db:
        for statement in (
            "CREATE TABLE parents (id INTEGER PRIMARY KEY)",
            "CREATE TABLE children (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parents (id))",
            "INSERT INTO parents VALUES (1)",
            "INSERT INTO children VALUES (1, 1)",
        ):
            db.connection().execute(text(statement))

    with pytest.raises(RuntimeError, match="refer to nothing"), in_use.migrating() as connection:
        connection.execute(text("DELETE FROM parents"))

    with in_use.reading() as db:
        assert db.connection().execute(text("SELECT count(*) FROM parents")).scalar_one() == 1
    in_use.use(os.environ["DATABASE_URL"])


def _start(*arguments: str, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        stderr=subprocess.PIPE,
        text=True,
    )


def _schema() -> dict[str, Any]:
    """Everything that the database knows about our tables, CHECKs and partial indexes too."""
    found = inspect(in_use.engine())
    tables = [name for name in found.get_table_names() if name != "alembic_version"]
    triggers = _triggers()
    return {name: _table(found, name) for name in tables} | ({"triggers": triggers} if triggers else {})


def _triggers() -> dict[str, str]:
    wanted = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if in_use.is_sqlite()
        else "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    )
    with in_use.engine().connect() as connection:
        return dict(connection.exec_driver_sql(wanted).tuples().all())


def _table(found: Any, name: str) -> dict[str, Any]:
    return {
        "columns": {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(name)},
        "key": found.get_pk_constraint(name),
        "references": _by_name(found.get_foreign_keys(name)),
        "unique": _by_name(found.get_unique_constraints(name)),
        "checks": _by_name(found.get_check_constraints(name)),
        "indexes": _by_name(found.get_indexes(name)),
    }


def _by_name(constraints: list[dict[str, Any]]) -> dict[str, str]:
    """Each under its name, with its details as text, because a WHERE clause is an object that equals only itself."""
    return {
        each["name"]: str(sorted((key, _plain(value)) for key, value in each.items() if key != "comment"))
        for each in constraints
    }


def _plain(value: Any) -> str:
    return str(sorted((key, str(part)) for key, part in value.items())) if isinstance(value, dict) else str(value)
