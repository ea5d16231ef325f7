"""Whatever comes at once, in any order, or not at all: the books agree with the gateway's own in the end."""

import itertools
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
import requests
from sqlmodel import select

from peerlearn.domain import payouts
from peerlearn.domain.payments import GatewayDown
from peerlearn.domain.payments.tables import Account, LedgerTransaction
from peerlearn.domain.payouts import razorpayx_gateway
from peerlearn.kit import database
from peerlearn.kit.refusal import Refusal
from tests.integration.domain.payouts.test_through_razorpayx import (
    a_withdrawal,
    all_is_well,
    in_days,
    made,
    row,
    tries,
)
from tests.integration.domain.payouts.test_withdrawals import a_rich_mentor, balance, do
from tests.integration.paying import a_held_booking, do_due_jobs, eventually, later
from tests.integration.sandbox.razorpay.running import (
    ACCOUNT_NUMBER,
    KEY_ID,
    KEY_SECRET,
    PAYOUT_WEBHOOK_SECRET,
    WEBHOOK_SECRET,
    Sandbox,
)

pytestmark = [pytest.mark.usefixtures("database", "gateway"), pytest.mark.faults]

DELIVERIES = 100
STEPS = 40


def movements(kind: str) -> int:
    with database.reading() as db:
        return len(db.exec(select(LedgerTransaction).where(LedgerTransaction.kind == kind)).all())


def deliver(address: str, event: dict[str, str], times: int) -> list[int]:
    """One event so often at the same time; what was answered."""
    headers = {"X-Razorpay-Signature": event["signature"], "X-Razorpay-Event-Id": event["id"]}
    answers: list[int] = []

    def send() -> None:
        answers.append(requests.post(address, data=event["body"].encode(), headers=headers, timeout=30).status_code)

    threads = [threading.Thread(target=send) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_hundred_deliveries_at_once_are_one_movement(gateway: Sandbox, door: str) -> None:
    held = a_held_booking()
    gateway.control("POST", f"orders/{held.open_order().order_id}/pay")
    _, number = a_withdrawal()
    do_due_jobs()
    ids = {"payment.captured": held.payment.order_id or "", "payout.processed": made(gateway, number)[0]["id"]}

    for name, address in (("payment.captured", door), ("payout.processed", f"{door}x")):
        event = next(event for event in gateway.events(name) if ids[name] in event["body"])
        assert deliver(address, event, DELIVERIES) == [200] * DELIVERIES
        do_due_jobs()

    assert held.movements == ["capture"]
    assert (row(number).status, movements("paid_out")) == ("completed", 1)
    assert balance() == 0
    all_is_well()


@pytest.mark.parametrize("seed", range(8))
def test_agrees_with_the_gateways_books_after_any_storm(gateway: Sandbox, door: str, seed: int) -> None:
    chance = random.Random(seed)
    mentor, asked, hours = a_rich_mentor(sessions=4), list[int](), 0.0
    gateway.control("PUT", "payouts", settle="by_hand")

    def ask() -> None:
        number = do(payouts.withdraw, str(chance.randint(100, 900)), f"{seed}-{len(asked)}-{hours}", by=mentor)
        assert isinstance(number, int)
        asked.append(number)

    def move() -> None:
        payout = chance.choice(made(gateway, chance.choice(asked)))
        states = ["processed", "processed", "failed", "reversed", "processing", "cancelled"]
        gateway.control("POST", f"payouts/{payout['id']}/move", to=chance.choice(states))

    def trouble() -> None:
        answer, committed = chance.choice(["500", "502_html", "drop", "429"]), chance.random() < 0.5
        gateway.control("POST", "faults", path="/v1/*", answer=answer, committed=committed, times=chance.randint(1, 2))

    def tell() -> None:
        event = chance.choice([event for event in gateway.events() if event["event"].startswith("payout.")])
        deliver(f"{door}x", event, chance.randint(1, 3))

    def retry() -> None:
        number = do(payouts.retry, chance.choice(asked), by=mentor)
        assert isinstance(number, int)
        asked.append(number)

    def funds() -> None:
        gateway.control("PUT", "payouts", balance=chance.choice([0, 100_000, 1_000_000_000]))

    for _ in range(STEPS):
        with suppress(Refusal, requests.HTTPError, IndexError):
            chance.choice([ask, move, move, trouble, tell, retry, funds])()
        hours += chance.choice([0, 0, 0.1, 2])
        with later(timedelta(hours=hours)):
            do_due_jobs()
        assert balance() == 0

    gateway.control("DELETE", "faults")
    gateway.control("PUT", "payouts", balance=1_000_000_000)
    in_days(hours / 24 + 2)
    in_days(hours / 24 + 4)
    all_is_well()
    paid = 0
    for number in set(asked):
        processed = [payout for payout in made(gateway, number) if payout["status"] == "processed"]
        assert len(processed) == (row(number).status == "completed"), f"withdrawal {number}"
        paid += sum(payout["amount"] + payout["fees"] for payout in processed)
    assert asked and balance(Account.PAYOUT_BANK) == paid


@contextmanager
def a_worker(gateway: Sandbox, database_url: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The job queue as a process of its own; killed at the latest when the test is over."""
    environment = {
        **os.environ,
        "PEERLEARN_ENV": "development",
        "DATABASE_URL": database_url,
        "RAZORPAY_KEY": KEY_ID,
        "RAZORPAY_SECRET": KEY_SECRET,
        "RAZORPAY_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "RAZORPAY_BASE_URL": gateway.url,
        "RAZORPAYX_ACCOUNT_NUMBER": ACCOUNT_NUMBER,
        "RAZORPAYX_WEBHOOK_SECRET": PAYOUT_WEBHOOK_SECRET,
    }
    command = [sys.executable, "-m", "peerlearn", "worker"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("committed", [True, False], ids=["after", "before"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/payouts"), ("POST", "/v1/contacts"), ("POST", "/v1/fund_accounts"), ("POST", "/v1/payouts")],
)
def test_pays_once_when_the_worker_is_killed_in_the_middle_of_a_call(
    gateway: Sandbox, database: str, method: str, path: str, committed: bool
) -> None:
    mentor, number = a_withdrawal()
    gateway.control("POST", "faults", method=method, path=path, delay_seconds=8, committed=committed)

    with a_worker(gateway, database) as worker:
        assert eventually(_used_up(gateway)), "the worker never came so far"
        time.sleep(0.3)  # for the other side to write it down
        worker.send_signal(signal.SIGKILL)
    in_days(1)

    assert mentor and [payout["status"] for payout in made(gateway, number)] == ["processed"]
    assert (row(number).status, balance()) == ("completed", 0)
    all_is_well()


def test_a_fresh_key_for_every_call_would_pay_twice(gateway: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the kills above would show if the key were not written down first: they can fail."""
    _, number = a_withdrawal()
    (attempt,) = tries(number)
    keys = (f"po-sabotage-{number}-{count}" for count in itertools.count())
    real = razorpayx_gateway.send

    def with_a_fresh_key(order: razorpayx_gateway.Order) -> razorpayx_gateway.Payout:
        real(replace(order, key=next(keys)))
        raise GatewayDown("the answer was lost")

    monkeypatch.setattr(razorpayx_gateway, "send", with_a_fresh_key)
    in_days(1)

    listed = gateway.control("GET", "payouts")["items"]
    twice = [payout for payout in listed if payout["reference_id"].startswith(f"po-sabotage-{number}-")]
    assert len(twice) > 1
    assert attempt.idempotency_key not in {payout["reference_id"] for payout in listed}


def _used_up(gateway: Sandbox) -> Callable[[], bool]:
    return lambda: gateway.control("GET", "faults")["items"] == []
