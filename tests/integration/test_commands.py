"""`python -m peerlearn …`: refusals in plain words, a worker that stops politely, a check without secrets."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import col, select, text

from peerlearn.domain import accounts
from peerlearn.domain.bookings.actions import RELEASE_HOLD
from peerlearn.kit import database as in_use
from peerlearn.kit import passwords
from peerlearn.kit.jobs import Job, JobState, enqueue
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import ROOT
from tests.eventually import eventually
from tests.makers import a_held_booking, a_learner
from tests.servers import Redis, free_port


def test_an_unknown_command_gets_the_usage() -> None:
    outcome = _run("dance")

    assert outcome.returncode == 2
    assert "usage: python -m peerlearn" in outcome.stderr


@pytest.mark.parametrize("command", ["serve", "migrate", "worker", "verify", "check", "create-admin"])
def test_a_malformed_setting_stops_every_command_by_name(command: str) -> None:
    outcome = _run(command, WEBRTC_ICE_SERVERS="not json")

    assert outcome.returncode == 2
    assert outcome.stderr.startswith("PeerLearn cannot start. WEBRTC_ICE_SERVERS: is not valid JSON")
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_redis_that_does_not_answer_is_named_at_the_start(command: str) -> None:
    outcome = _run(command, REDIS_URL=f"redis://:hush@127.0.0.1:{free_port()}")

    assert outcome.returncode == 2
    assert outcome.stderr.startswith("PeerLearn cannot start. REDIS_URL: no Redis answers there")
    assert "hush" not in outcome.stderr


def test_verify_leaves_with_what_it_found(database: str) -> None:
    a_held_booking()
    clean = _run("verify", DATABASE_URL=database)
    with in_use.writing() as db:
        db.connection().execute(text("UPDATE payments SET status = 'captured', razorpay_id = 'pay_1'"))

    found = _run("verify", DATABASE_URL=database)

    assert (clean.returncode, clean.stdout) == (0, "0 findings\n")
    assert found.returncode == 1
    assert found.stdout.split()[:2] == ["capture-posted", "payment:1"]


def test_verify_says_when_it_cannot_look(tmp_path: Path) -> None:
    (tmp_path / "broken.sqlite3").write_text("no database at all, but long enough to be taken for one")

    outcome = _run("verify", DATABASE_URL=f"sqlite:///{tmp_path / 'broken.sqlite3'}")

    assert outcome.returncode == 2
    assert "cannot be read" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_check_shows_what_is_in_force_without_secrets() -> None:
    outcome = _run("check", SECRET_KEY="a-secret-that-nobody-should-see", WEB_WORKERS="1")

    assert outcome.returncode == 0
    assert "workers" in outcome.stdout
    assert "a-secret" not in outcome.stdout + outcome.stderr


def test_migrate_makes_a_new_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"

    assert _run("migrate", DATABASE_URL=url).returncode == 0
    assert _run("migrate", DATABASE_URL=url).returncode == 0

    assert (tmp_path / "new.sqlite3").exists()


def test_the_worker_does_the_products_jobs_and_stops_when_told(database: str, tmp_path: Path) -> None:
    booked = a_held_booking()
    with unit_of_work() as work:
        enqueue(work, RELEASE_HOLD, key="now", payload={"booking_id": booked.booking_id})

    worker = _start_worker(tmp_path, DATABASE_URL=database)
    eventually(lambda: _state("now") == JobState.DONE, within=40)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(20) == 0


def test_the_worker_is_woken_over_redis(database: str, redis: Redis, tmp_path: Path) -> None:
    booked = a_held_booking()
    worker = _start_worker(tmp_path, DATABASE_URL=database, REDIS_URL=redis.url)
    with unit_of_work() as work:
        enqueue(work, RELEASE_HOLD, key="now", payload={"booking_id": booked.booking_id})

    eventually(lambda: _state("now") == JobState.DONE, within=40)
    redis.kill()
    with unit_of_work() as work:
        enqueue(work, RELEASE_HOLD, key="without redis", payload={"booking_id": booked.booking_id})
    eventually(lambda: _state("without redis") == JobState.DONE, within=40)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(20) == 0


def test_create_admin_makes_one_that_may_sign_in(database: str) -> None:
    answers = "Anil@Example.org\nAnil Rao\na long password\na long password\n"

    first = _run("create-admin", answers, DATABASE_URL=database)
    second = _run("create-admin", answers, DATABASE_URL=database)

    assert (first.returncode, second.returncode) == (0, 0)
    assert "anil@example.org is an admin now." in first.stdout
    assert "was an admin already" in second.stdout
    assert "a long password" not in first.stdout + first.stderr
    with in_use.reading() as db:
        attempt = accounts.attempt_for(db, "anil@example.org")
    assert passwords.matches("a long password", attempt.password_hash)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ("", "E-mail, name and password are needed."),
        ("anil@example.org\nAnil\na long password\nanother password\n", "The two passwords differ."),
        ("anil@example.org\nAnil\nshort\nshort\n", "Please use 12 characters or more."),
        ("lalit@example.org\nAnil\na long password\na long password\n", "A mentor or learner has this address."),
    ],
)
def test_create_admin_says_why_not(database: str, answers: str, why: str) -> None:
    a_learner(email="lalit@example.org")

    outcome = _run("create-admin", answers, DATABASE_URL=database)

    assert outcome.returncode == 1
    assert why in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_create_admin_wants_a_database_that_is_up_to_date(tmp_path: Path) -> None:
    outcome = _run("create-admin", DATABASE_URL=f"sqlite:///{tmp_path / 'new.sqlite3'}")

    assert outcome.returncode == 1
    assert "migrate" in outcome.stderr


def _run(command: str, answers: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "peerlearn", command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        input=answers,
        text=True,
        timeout=60,
    )


def _start_worker(folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    log = (folder / "worker.log").open("wb")
    command = [sys.executable, "-m", "peerlearn", "worker"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log)


def _state(key: str) -> str:
    with in_use.reading() as db:
        return db.exec(select(Job.state).where(col(Job.key) == key)).one()
