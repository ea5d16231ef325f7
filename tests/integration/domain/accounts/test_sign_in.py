"""Signing in and out on a real database: the lock, the ticket, the cookie's token."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Role
from peerlearn.domain.accounts.rules import LOCKED_FOR, SIGN_IN_LASTS, TICKET_LASTS
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import unit_of_work
from tests.makers import a_mentor

pytestmark = pytest.mark.usefixtures("database")

EMAIL = "asha@example.org"


def attempt(*, right: bool, email: str = EMAIL) -> str | Refusal:
    with reading() as db:
        tried = accounts.attempt_for(db, email)
    with unit_of_work() as work:
        return accounts.settle_attempt(work, tried, right=right)


def redeem(ticket: str) -> tuple[str, Role]:
    with unit_of_work() as work:
        return accounts.redeem_ticket(work, ticket, device="a browser", ip="127.0.0.1")


def signed_in_token() -> str:
    ticket = attempt(right=True)
    assert isinstance(ticket, str)
    return redeem(ticket)[0]


def viewer(token: str) -> accounts.Viewer | None:
    with reading() as db:
        return accounts.viewer_of_token(db, token)


def test_a_right_password_leads_to_a_cookie_that_names_the_person() -> None:
    mentor = a_mentor("Asha", email=EMAIL)
    assert viewer(signed_in_token()) == mentor


def test_an_email_is_found_whatever_its_case() -> None:
    a_mentor(email=EMAIL)
    assert isinstance(attempt(right=True, email=" ASHA@Example.org "), str)


def test_wrong_and_unknown_look_the_same() -> None:
    a_mentor(email=EMAIL)
    wrong, unknown = attempt(right=False), attempt(right=False, email="nobody@example.org")
    assert isinstance(wrong, accounts.InvalidCredentials)
    assert str(wrong) == str(unknown) == "Invalid credentials"


def test_the_fifth_failure_locks_for_a_quarter_of_an_hour_even_for_the_right_password() -> None:
    a_mentor(email=EMAIL)
    outcomes = [attempt(right=False) for _ in range(5)]
    assert "locked" in str(outcomes[2])
    assert isinstance(outcomes[4], accounts.AccountLocked)
    assert isinstance(attempt(right=True), accounts.AccountLocked)
    with time_machine.travel(clock.now() + LOCKED_FOR + timedelta(seconds=1)):
        assert isinstance(attempt(right=True), str)


def test_a_success_forgets_the_failures() -> None:
    a_mentor(email=EMAIL)
    for _ in range(4):
        attempt(right=False)
    attempt(right=True)
    assert str(attempt(right=False)) == "Invalid credentials"


def test_ten_failures_at_once_are_all_counted() -> None:
    a_mentor(email=EMAIL)
    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(lambda _: attempt(right=False), range(10)))
    assert sum(isinstance(outcome, accounts.AccountLocked) for outcome in outcomes) == 6
    assert isinstance(attempt(right=True), accounts.AccountLocked)


def test_a_ticket_works_once_and_only_for_a_minute() -> None:
    a_mentor(email=EMAIL)
    ticket = attempt(right=True)
    assert isinstance(ticket, str)
    redeem(ticket)
    with pytest.raises(accounts.TicketSpent):
        redeem(ticket)
    late = attempt(right=True)
    assert isinstance(late, str)
    with (
        time_machine.travel(clock.now() + TICKET_LASTS + timedelta(seconds=1)),
        pytest.raises(accounts.TicketSpent),
    ):
        redeem(late)
    with pytest.raises(accounts.TicketSpent):
        redeem("made up")


def test_signing_out_ends_this_device_only() -> None:
    a_mentor(email=EMAIL)
    laptop, phone = signed_in_token(), signed_in_token()
    with unit_of_work() as work:
        accounts.sign_out(work, laptop)
    assert viewer(laptop) is None
    assert viewer(phone) is not None


def test_a_sign_in_ends_by_itself() -> None:
    a_mentor(email=EMAIL)
    token = signed_in_token()
    with time_machine.travel(clock.now() + SIGN_IN_LASTS + timedelta(seconds=1)):
        assert viewer(token) is None
