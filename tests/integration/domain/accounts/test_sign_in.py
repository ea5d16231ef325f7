"""Signing in and out on a real database: the lock, the ticket, the cookie's token."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import col, select

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Role
from peerlearn.domain.accounts.rules import FAILURES_COUNT_FOR, LOCKED_FOR, SIGN_IN_LASTS, TICKET_LASTS
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.audit.tables import AuditEntry
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


def test_wrong_and_unknown_look_the_same_however_often_they_are_tried() -> None:
    a_mentor(email=EMAIL)
    wrong = [attempt(right=False) for _ in range(7)]
    unknown = [attempt(right=False, email="nobody@example.org") for _ in range(7)]
    assert str(wrong[0]) == "Invalid credentials"
    assert [(type(one), str(one)) for one in wrong] == [(type(one), str(one)) for one in unknown]


@pytest.mark.parametrize("typed", ["", "no address", "a@b", "ä@example.org", "x" * 100_000])
def test_what_is_no_address_is_never_right(typed: str) -> None:
    assert [str(attempt(right=True, email=typed)) for _ in range(6)] == ["Invalid credentials"] * 6


def test_a_right_password_of_nobody_lets_nobody_in() -> None:
    assert isinstance(attempt(right=True, email="nobody@example.org"), accounts.InvalidCredentials)


def test_a_blocked_person_stays_out_and_signed_out() -> None:
    mentor = a_mentor(email=EMAIL)
    token = signed_in_token()
    with unit_of_work() as work:
        work.db.get_one(User, mentor.user_id).is_active = False

    assert viewer(token) is None
    assert isinstance(attempt(right=True), accounts.InvalidCredentials)


def test_a_password_that_was_changed_meanwhile_is_no_longer_right() -> None:
    mentor = a_mentor(email=EMAIL)
    with reading() as db:
        tried = accounts.attempt_for(db, EMAIL)
    with unit_of_work() as work:
        work.db.get_one(User, mentor.user_id).password_hash = "another"

    with unit_of_work() as work:
        assert isinstance(accounts.settle_attempt(work, tried, right=True), accounts.InvalidCredentials)


def test_the_fifth_failure_locks_for_a_quarter_of_an_hour_even_for_the_right_password() -> None:
    a_mentor(email=EMAIL)
    outcomes = [attempt(right=False) for _ in range(5)]
    assert "locked" in str(outcomes[2])
    assert isinstance(outcomes[4], accounts.AccountLocked)
    assert isinstance(attempt(right=True), accounts.AccountLocked)
    with time_machine.travel(clock.now() + LOCKED_FOR + timedelta(seconds=1)):
        assert str(attempt(right=False)) == "Invalid credentials"
        assert isinstance(attempt(right=True), str)


def test_a_success_forgets_the_failures() -> None:
    a_mentor(email=EMAIL)
    for _ in range(4):
        attempt(right=False)
    attempt(right=True)
    assert str(attempt(right=False)) == "Invalid credentials"


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_ten_failures_at_once_are_all_counted(email: str) -> None:
    a_mentor(email=EMAIL)
    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(lambda _: attempt(right=False, email=email), range(10)))
    assert sum(isinstance(outcome, accounts.AccountLocked) for outcome in outcomes) == 6
    assert isinstance(attempt(right=True, email=email), accounts.AccountLocked)


def test_failures_of_long_ago_do_not_count() -> None:
    a_mentor(email=EMAIL)
    for _ in range(4):
        attempt(right=False)
    with time_machine.travel(clock.now() + FAILURES_COUNT_FOR + timedelta(seconds=1)):
        assert str(attempt(right=False)) == "Invalid credentials"


def test_a_success_and_a_failure_at_once_leave_nobody_locked_or_stuck() -> None:
    a_mentor(email=EMAIL)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda n: attempt(right=n % 2 == 0), range(40)))
    let_in = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(let_in) + sum(isinstance(outcome, Refusal) for outcome in outcomes) == 40
    assert let_in


def test_every_step_is_in_the_audit_log() -> None:
    mentor = a_mentor(email=EMAIL)
    token = signed_in_token()
    with unit_of_work() as work:
        accounts.sign_out(work, token)
    for _ in range(6):
        attempt(right=False)
    attempt(right=False, email="nobody@example.org")

    with reading() as db:
        entries = list(db.exec(select(AuditEntry).order_by(col(AuditEntry.id))))
    failed = ["sign_in.failed"] * 5 + ["account.lock", "sign_in.locked"]
    assert [entry.action for entry in entries] == ["sign_in", "sign_out", *failed, "sign_in.unknown"]
    assert [entry.actor_id for entry in entries] == [mentor.user_id] * 9 + [None]


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
