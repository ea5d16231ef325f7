"""What tests of money share: a gateway in its own process, our webhook door, a held booking, and jobs on demand."""

import contextlib
import dataclasses
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
import uvicorn
from sqlmodel import SQLModel, func, select
from starlette.applications import Starlette

from peerlearn.api import razorpay_webhook
from peerlearn.domain import payments, reactions
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments import CheckoutOrder, razorpay_gateway
from peerlearn.domain.payments.tables import LedgerTransaction, Payment
from peerlearn.domain.payouts import razorpayx_gateway
from peerlearn.kit import clock, database
from peerlearn.kit.jobs.runner import run_next
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import settings
from tests.integration.sandbox.razorpay.running import (
    ACCOUNT_NUMBER,
    KEY_ID,
    KEY_SECRET,
    PAYOUT_WEBHOOK_SECRET,
    WEBHOOK_SECRET,
    Sandbox,
    eventually,
    running_sandbox,
)
from tests.makers import a_learner, a_mentor

__all__ = ["eventually"]

MOST_JOBS = 200
PLENTY = 1_000_000_000
A_THOUSAND = Money.rupees(1000)
assert reactions.TOGETHER, "money must reach the bookings as it does in the product"


def deliver(door: str, event: dict[str, Any]) -> httpx.Response:
    """An event of the gateway comes to our door, as it was signed."""
    headers = {"X-Razorpay-Signature": event["signature"], "X-Razorpay-Event-Id": event["id"]}
    return httpx.post(door, content=event["body"].encode(), headers=headers, trust_env=False, timeout=30)


@dataclass(frozen=True)
class Held:
    """A booking that waits for its money."""

    booking_id: int
    learner: Viewer
    mentor: Viewer

    def open_order(self) -> CheckoutOrder:
        """What the learner's page gets for the payment window."""
        return payments.open_order(self.booking_id, by=self.learner)

    @property
    def payment(self) -> Payment:
        """The payment's row, fresh."""
        with database.reading() as db:
            return db.exec(select(Payment).where(Payment.booking_id == self.booking_id)).one()

    @property
    def booking(self) -> Booking:
        """The booking's row, fresh."""
        with database.reading() as db:
            return db.get_one(Booking, self.booking_id)

    @property
    def movements(self) -> list[str]:
        """The kinds of ledger transactions so far, in order; what the gateway keeps comes when it says so."""
        query = select(LedgerTransaction).where(LedgerTransaction.payment_id == self.payment.id)
        with database.reading() as db:
            return [row.kind for row in db.exec(query.order_by("id")) if row.kind != "gateway_fee"]


def a_held_booking(price: Money = A_THOUSAND, *, learner: Viewer | None = None) -> Held:
    """A learner who is about to pay a mentor."""
    mentor, learner = a_mentor(), learner or a_learner()
    with unit_of_work() as work:
        offering = Offering(
            mentor_id=mentor.user_id,
            title="Python for beginners",
            description="",
            price_paise=price.paise,
            starts_at=work.now + timedelta(days=30),  # later than any question about the money
            created_at=work.now,
        )
        work.db.add(offering)
        work.db.flush()
        booking = Booking(
            session_id=offering.id or 0,
            learner_id=learner.user_id,
            hold_ends_at=work.now + timedelta(minutes=10),
            created_at=work.now,
        )
        work.db.add(booking)
        work.db.flush()
        booking_id = booking.id or 0
        people = {"learner_id": learner.user_id, "mentor_id": mentor.user_id}
        payments.begin(work, booking_id=booking_id, price=price, **people)
    return Held(booking_id, learner, mentor)


def do_due_jobs() -> int:
    """Do everything that is due now; how many runs that took."""
    runs = 0
    while run_next():
        runs += 1
        assert runs < MOST_JOBS, "the jobs never end"
    return runs


@contextlib.contextmanager
def later(pause: timedelta) -> Iterator[None]:
    """A while from now, for this process."""
    with time_machine.travel(clock.now() + pause):
        yield


def count(table: type[SQLModel]) -> int:
    """How many rows there are."""
    with database.reading() as db:
        return db.exec(select(func.count()).select_from(table)).one()


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No account to pay out from: admins send withdrawals themselves."""
    monkeypatch.setattr(razorpayx_gateway, "settings", dataclasses.replace(settings, razorpayx_account_number=""))


@pytest.fixture(scope="module")
def shared_gateway() -> Iterator[Sandbox]:
    """One gateway process for the tests of a file; every test makes orders of its own."""
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def gateway(shared_gateway: Sandbox, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """The gateway that the product now talks to; every lever is back in its place afterwards."""
    wanted = dataclasses.replace(
        settings,
        razorpay_key=KEY_ID,
        razorpay_secret=KEY_SECRET,
        razorpay_webhook_secret=WEBHOOK_SECRET,
        razorpay_base_url=shared_gateway.url,
        razorpayx_account_number=ACCOUNT_NUMBER,
        razorpayx_webhook_secret=PAYOUT_WEBHOOK_SECRET,
    )
    monkeypatch.setattr(razorpay_gateway, "settings", wanted)
    monkeypatch.setattr(razorpayx_gateway, "settings", wanted)
    yield shared_gateway
    shared_gateway.control("DELETE", "faults")
    shared_gateway.control("PUT", "refunds", settle="at_once")
    shared_gateway.control("PUT", "payouts", settle="at_once", approval=False, balance=PLENTY)
    nowhere = {"url": None, "payout_url": None}
    usual = {"copies": 1, "retry_seconds": [0.1, 0.2], "signing": "right", "newest_first": False, "disabled": False}
    shared_gateway.control("PUT", "webhooks", enabled=True, **nowhere, **usual)
    shared_gateway.control("PUT", "checkout")


@pytest.fixture
def door(gateway: Sandbox) -> Iterator[str]:
    """The address of our webhook door, open on a port of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(Starlette(routes=razorpay_webhook.routes), log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/razorpay"
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def webhooks(gateway: Sandbox, door: str) -> str:
    """The gateway reports to our door."""
    gateway.control("PUT", "webhooks", url=door, payout_url=f"{door}x")
    return door
