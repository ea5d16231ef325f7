"""Password hashes: argon2id of the strength that was agreed on, also when the first ones are asked for at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from peerlearn.kit import passwords
from peerlearn.kit.passwords import LONGEST_PASSWORD
from peerlearn.settings import ROOT

AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from peerlearn.kit import passwords
with ThreadPoolExecutor(8) as threads:
    tried = [threads.submit(passwords.matches, "a guess", None) for _ in range(4)]
    made = [threads.submit(passwords.hash_password, "a guess") for _ in range(4)]
sys.exit(any(one.result() for one in tried) or not all(one.result() for one in made))
"""


def test_a_hash_is_argon2id_at_the_owasp_minimum() -> None:
    assert passwords.hash_password("correct horse").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("password", ["correct horse", "पासवर्ड शब्द", "x" * LONGEST_PASSWORD, "\x00 and more", " "])
def test_a_hash_matches_its_own_password_only(password: str) -> None:
    stored = passwords.hash_password(password)

    assert passwords.matches(password, stored)
    assert not passwords.matches(password + "x", stored)
    assert not passwords.matches(password[:-1], stored)
    assert not passwords.matches("", stored)


def test_one_password_has_as_many_hashes_as_people() -> None:
    assert passwords.hash_password("correct horse") != passwords.hash_password("correct horse")


@pytest.mark.parametrize("password", ["", "!", "a password that nobody has", "x" * 1_000_000])
@pytest.mark.parametrize("stored", [None, "", "!", "a password that nobody has"])
def test_nobody_is_let_in_without_a_hash(password: str, stored: str | None) -> None:
    assert not passwords.matches(password, stored)


def test_nobodys_hash_costs_as_much_as_everybodys() -> None:
    def cost(stored: str) -> str:
        return stored.rsplit("$", 2)[0]

    assert cost(passwords._NOBODYS_HASH) == cost(passwords.hash_password("correct horse"))


def test_an_endless_password_is_wrong_rather_than_an_error() -> None:
    stored = passwords.hash_password("x" * LONGEST_PASSWORD)

    assert not passwords.matches("x" * 1_000_000, stored)


def test_the_first_hashes_of_a_process_may_come_at_once() -> None:
    outcome = subprocess.run([sys.executable, "-c", AT_ONCE], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert outcome.returncode == 0, outcome.stderr


def test_stays_right_under_a_crowd() -> None:
    stored = passwords.hash_password("correct horse")

    with ThreadPoolExecutor(8) as people:
        outcomes = list(
            people.map(lambda n: passwords.matches("correct horse" if n % 2 else "wrong", stored), range(12))
        )

    assert outcomes == [bool(n % 2) for n in range(12)]
