"""Nobody learns who has an account: the same answers (the other tests), after the same work (these)."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from passlib.hash import argon2
from sqlalchemy import event

from peerlearn.domain import accounts
from peerlearn.domain.accounts import CodeFor
from peerlearn.domain.accounts.tables import User
from peerlearn.kit import database as in_use
from peerlearn.kit import passwords
from peerlearn.kit.work import unit_of_work
from tests.makers import a_mentor, an_admin

MENTOR, ADMIN, NOBODY = "asha@example.org", "anil@example.org", "nobody@example.org"
ROUNDS = 9
# Somebody who measures would need far less; a machine that is busy with something else shall not fail the test.
GENEROUS = 3.0


@pytest.fixture(autouse=True)
def people(database: str) -> None:
    """A mentor and an admin with real passwords."""
    for person in (a_mentor(email=MENTOR), an_admin(email=ADMIN)):
        with unit_of_work() as work:
            work.db.get_one(User, person.user_id).password_hash = passwords.hash_password("a long password")


def try_password(email: str) -> None:
    with in_use.reading() as db:
        attempt = accounts.attempt_for(db, email)
    right = passwords.matches("a guess", attempt.password_hash)
    with unit_of_work() as work:
        accounts.settle_attempt(work, attempt, right=right, ip="9.9.9.9", browser="a browser")


def ask_for_code(email: str) -> str:
    with unit_of_work() as work:
        return accounts.send_email_code(work, email, CodeFor.SIGN_IN)


def ask_for_password(email: str) -> str:
    with unit_of_work() as work:
        return accounts.send_email_code(work, email, CodeFor.NEW_PASSWORD)


def guess_code(email: str) -> None:
    asked = ask_for_code(email)
    with unit_of_work() as work:
        accounts.sign_in_with_code(work, asked, "none", ip="9.9.9.9", browser="a browser")


def guess_new_password(email: str) -> None:
    asked = ask_for_password(email)
    with unit_of_work() as work:
        accounts.reset_password(work, asked, "none", "a hash")


WAYS = pytest.mark.parametrize("way", [try_password, ask_for_code, ask_for_password, guess_code, guess_new_password])


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that the database is sent meanwhile, without its values."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(in_use.engine(), "before_cursor_execute", note)
    yield seen
    event.remove(in_use.engine(), "before_cursor_execute", note)


@WAYS
@pytest.mark.parametrize("somebody", [MENTOR, ADMIN])
def test_asks_the_database_the_same_for_an_address_that_nobody_has(way: Callable[[str], Any], somebody: str) -> None:
    way("first@example.org")  # the network's own row is there from now on
    asked = {}
    for email in (somebody, NOBODY):
        with statements() as seen:
            for _ in range(6):  # up to the lock and beyond it
                way(email)
        asked[email] = seen

    assert len(asked[somebody]) > 10
    assert asked[somebody] == asked[NOBODY]


@pytest.mark.parametrize("email", [MENTOR, ADMIN, NOBODY, "no address"])
def test_hashes_a_password_once_whoever_is_meant(email: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []

    class Counting:
        """The real hasher, which also says what it was given."""

        identify = staticmethod(argon2.identify)

        @staticmethod
        def verify(password: str, stored: str) -> bool:
            hashed.append(stored)
            return bool(argon2.verify(password, stored))

    monkeypatch.setattr(passwords, "_argon2id", Counting)
    try_password(email)

    assert len(hashed) == 1
    assert hashed[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@WAYS
def test_takes_as_long_for_an_address_that_nobody_has(way: Callable[[str], Any]) -> None:
    took: dict[str, list[float]] = {MENTOR: [], NOBODY: []}
    for number in range(ROUNDS):
        # Taking turns, so that both meet the same weather; in other addresses, so that nothing is locked.
        known, unknown = f"asha{number}@example.org", f"nobody{number}@example.org"
        person = a_mentor(email=known)
        with unit_of_work() as work:
            work.db.get_one(User, person.user_id).password_hash = passwords.hash_password("a long password")
        for kind, email in ((MENTOR, known), (NOBODY, unknown)):
            began = time.perf_counter()
            way(email)
            took[kind].append(time.perf_counter() - began)

    ratio = statistics.median(took[MENTOR]) / statistics.median(took[NOBODY])
    assert 1 / GENEROUS < ratio < GENEROUS
