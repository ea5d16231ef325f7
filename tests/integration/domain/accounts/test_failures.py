"""Whom failures lock out: the address that was tried, the network they come from, the browser they were typed in."""

from datetime import timedelta

import pytest
import time_machine

from peerlearn.domain import accounts
from peerlearn.domain.accounts.rules import LOCK_AT_FAILURES, LOCKED_FOR, ONE_NETWORK
from peerlearn.kit import clock
from peerlearn.kit.database import reading
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import unit_of_work
from tests.makers import a_mentor

pytestmark = pytest.mark.usefixtures("database")

EMAIL = "asha@example.org"
SCHOOL = "9.9.9.9"


def attempt(*, right: bool, email: str = EMAIL, ip: str = "", browser: str = "") -> str | Refusal:
    with reading() as db:
        tried = accounts.attempt_for(db, email)
    with unit_of_work() as work:
        return accounts.settle_attempt(work, tried, right=right, ip=ip, browser=browser)


def sign_in(browser: str) -> None:
    ticket = attempt(right=True)
    assert isinstance(ticket, str)
    with unit_of_work() as work:
        accounts.redeem_ticket(work, ticket, device="", ip="", browser=browser)


def lock(**more: str) -> None:
    for _ in range(LOCK_AT_FAILURES):
        attempt(right=False, **more)


def spray(ip: str) -> None:
    for number in range(ONE_NETWORK.most):
        attempt(right=False, email=f"guess{number}@example.org", ip=ip)


def test_strangers_lock_out_strangers_and_not_the_owner_at_home() -> None:
    a_mentor(email=EMAIL)
    sign_in(browser="home")

    lock(browser="elsewhere")

    assert isinstance(attempt(right=True, browser="elsewhere"), accounts.AccountLocked)
    assert isinstance(attempt(right=True, browser=""), accounts.AccountLocked)
    assert isinstance(attempt(right=True, browser="home"), str)


def test_the_lock_of_strangers_goes_on_when_the_owner_came_in_past_it() -> None:
    a_mentor(email=EMAIL)
    sign_in(browser="home")
    lock(browser="elsewhere")

    attempt(right=True, browser="home")

    assert isinstance(attempt(right=True, browser="elsewhere"), accounts.AccountLocked)


def test_five_failures_at_home_lock_the_home_too_and_everybody_else() -> None:
    a_mentor(email=EMAIL)
    sign_in(browser="home")

    lock(browser="home")

    assert isinstance(attempt(right=True, browser="home"), accounts.AccountLocked)
    assert isinstance(attempt(right=True), accounts.AccountLocked)
    with time_machine.travel(clock.now() + LOCKED_FOR + timedelta(seconds=1)):
        assert isinstance(attempt(right=True, browser="home"), str)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
@pytest.mark.parametrize(
    ("waited", "left"), [(0, "15 minutes"), (1, "15 minutes"), (61, "14 minutes"), (840, "1 minute"), (899, "1 minute")]
)
def test_says_how_long_a_lock_still_lasts_to_everybody_alike(email: str, waited: int, left: str) -> None:
    a_mentor(email=EMAIL)
    with time_machine.travel(clock.now(), tick=False) as then:
        lock(email=email)
        then.shift(waited)
        assert str(attempt(right=True, email=email)) == f"Account locked. Try again in {left}, or reset your password."


def test_a_lock_of_a_network_lasts_as_long_as_it_says() -> None:
    with time_machine.travel(clock.now(), tick=False) as then:
        spray(SCHOOL)
        then.shift(300)
        assert str(attempt(right=False, ip=SCHOOL)).endswith("from your network. Try again in 10 minutes.")


def test_a_browser_is_known_to_the_accounts_that_were_signed_in_there_only() -> None:
    a_mentor(email=EMAIL)
    sign_in(browser="home")
    a_mentor(email="another@example.org")
    lock(email="another@example.org")

    assert isinstance(attempt(right=True, email="another@example.org", browser="home"), accounts.AccountLocked)


def test_who_tries_many_accounts_from_one_network_is_refused_at_all_of_them() -> None:
    a_mentor(email=EMAIL)

    spray(SCHOOL)

    assert isinstance(attempt(right=True, ip=SCHOOL), accounts.TooManyFailures)
    assert isinstance(attempt(right=True, ip="9.9.9.10"), str)
    with time_machine.travel(clock.now() + LOCKED_FOR + timedelta(seconds=1)):
        assert isinstance(attempt(right=True, ip=SCHOOL), str)


def test_people_in_a_network_that_is_locked_still_come_in_with_their_own_browser() -> None:
    a_mentor(email=EMAIL)
    sign_in(browser="home")

    spray(SCHOOL)

    assert isinstance(attempt(right=True, ip=SCHOOL, browser="home"), str)


def test_one_household_has_one_network_whatever_addresses_it_uses() -> None:
    a_mentor(email=EMAIL)
    for number in range(ONE_NETWORK.most):
        attempt(right=False, email=f"guess{number}@example.org", ip=f"2620:fe:1:2::{number:x}")

    assert isinstance(attempt(right=True, ip="2620:fe:1:2:ffff::1"), accounts.TooManyFailures)
    assert isinstance(attempt(right=True, ip="2620:fe:1:3::1"), str)


@pytest.mark.parametrize("proxy", ["127.0.0.1", "10.1.2.3", "::1", "fd00::1", "", "unknown"])
def test_a_proxy_through_which_everybody_comes_is_no_network(proxy: str) -> None:
    a_mentor(email=EMAIL)

    spray(proxy)

    assert isinstance(attempt(right=True, ip=proxy), str)


def test_a_success_of_ones_own_does_not_clear_a_network() -> None:
    a_mentor(email=EMAIL)
    for number in range(ONE_NETWORK.most - 1):
        attempt(right=False, email=f"guess{number}@example.org", ip=SCHOOL)
    attempt(right=True, ip=SCHOOL)
    attempt(right=False, email="guess@example.org", ip=SCHOOL)

    assert isinstance(attempt(right=True, ip=SCHOOL), accounts.TooManyFailures)
