"""A process that has imported the whole domain already, and on demand forks people who book, pay, answer and withdraw.

One line of JSON on its input is one life: the pid of who lives it is the first answer, how it ended is the second.
People who come back after the end of a process do what people do: look where they are, and press again.
"""

import asyncio
import dataclasses
import json
import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import time_machine
from sqlmodel import select
from starlette.applications import Starlette

from peerlearn import domain
from peerlearn.api import razorpay_webhook
from peerlearn.domain import bookings, payments, payouts
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.bookings import BookingStatus
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.payments import PaymentStatus, razorpay_gateway
from peerlearn.domain.payments.tables import Payment
from peerlearn.domain.payouts import razorpayx_gateway
from peerlearn.kit import clock, database, faults
from peerlearn.kit.jobs import Runner, queue, run_next, runner
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import settings
from peerlearn.settings.faults import faults as understood
from tests.faults import sabotage
from tests.faults.wishes import Fate, Wish
from tests.integration.sandbox.razorpay.running import (
    ACCOUNT_NUMBER,
    KEY_ID,
    KEY_SECRET,
    PAYOUT_WEBHOOK_SECRET,
    WEBHOOK_SECRET,
    Sandbox,
    signed_by_window,
)

RECONCILED_AFTER = timedelta(minutes=2, seconds=30)
HANDS = 3


@dataclass(frozen=True)
class Life:
    """What somebody wishes for, and what shall break meanwhile."""

    database: str
    gateway: str
    wishes: Sequence[Wish]
    faults: str = ""
    sabotage: str = ""
    hurried: bool = False  # several at a time, with the jobs beside them

    @classmethod
    def read(cls, line: str) -> "Life":
        """What was written as JSON."""
        given = json.loads(line)
        return cls(**{**given, "wishes": [Wish(**wish) for wish in given["wishes"]]})

    def written(self) -> str:
        """The same as one line of JSON."""
        return json.dumps(dataclasses.asdict(self))


def live(life: Life) -> None:
    """Wish after wish, as far as it goes."""
    database.use(life.database)
    wanted = dataclasses.replace(
        settings,
        razorpay_key=KEY_ID,
        razorpay_secret=KEY_SECRET,
        razorpay_webhook_secret=WEBHOOK_SECRET,
        razorpay_base_url=life.gateway,
        razorpayx_account_number=ACCOUNT_NUMBER,
        razorpayx_webhook_secret=PAYOUT_WEBHOOK_SECRET,
        faults=understood(life.faults),
    )
    for module in (razorpay_gateway, razorpayx_gateway, faults):
        module.settings = wanted  # type: ignore[attr-defined]
    if life.sabotage:
        sabotage.BY_NAME[life.sabotage]()
    (_hurry if life.hurried else _in_turn)(Sandbox(life.gateway, None), life.wishes)  # type: ignore[arg-type]


def _in_turn(gateway: Sandbox, wishes: Sequence[Wish]) -> None:
    for wish in wishes:
        _come_true(gateway, wish)
        _do_due_jobs()
    with time_machine.travel(clock.now() + RECONCILED_AFTER):
        _do_due_jobs()


def _hurry(gateway: Sandbox, wishes: Sequence[Wish]) -> None:
    queue.LEASE, runner.IDLE_SECONDS = timedelta(seconds=1), 0.02
    queue.FIRST_PAUSE_SECONDS, queue.LONGEST_PAUSE_SECONDS = 0.02, 0.5
    Runner().start()

    def some(hand: int) -> None:
        for wish in wishes[hand::HANDS]:
            _come_true(gateway, wish)

    hands = [threading.Thread(target=some, args=(hand,)) for hand in range(HANDS)]
    for thread in hands:
        thread.start()
    for thread in hands:
        thread.join()
    time.sleep(0.1)  # for what the last wish caused


def _come_true(gateway: Sandbox, wish: Wish) -> None:
    """One wish, from wherever it is."""
    learner, mentor = Viewer(wish.learner_id, Role.LEARNER, "Lalit"), Viewer(wish.mentor_id, Role.MENTOR, "Meera")
    booking_id = _hold(wish, learner)
    with suppress(payments.GatewayDown):  # they are told so, and come back
        _pay(gateway, wish, booking_id, learner)
    if wish.fate is Fate.REPORTED_AND_REJECTED:
        _reject(booking_id, mentor)
    if wish.fate is Fate.CONFIRMED_AND_COMPLETED:
        _earn(wish, booking_id, mentor)


def _hold(wish: Wish, learner: Viewer) -> int:
    with database.reading() as db:
        mine = select(Booking.id).where(Booking.session_id == wish.offering_id, Booking.learner_id == wish.learner_id)
        known = db.exec(mine).first()
    if known is not None:
        return known
    with unit_of_work() as work:
        return bookings.hold(work, wish.offering_id, by=learner)


def _pay(gateway: Sandbox, wish: Wish, booking_id: int, learner: Viewer) -> None:
    with database.reading() as db:
        payment = db.exec(select(Payment).where(Payment.booking_id == booking_id)).one()
    if PaymentStatus(payment.status).reached(PaymentStatus.CAPTURED):
        return
    order_id = payments.open_order(booking_id, by=learner).order_id
    tries = [entity for entity in gateway.client.order.payments(order_id)["items"] if entity["captured"]]
    paid = str(tries[0]["id"]) if tries else gateway.control("POST", f"orders/{order_id}/pay")["razorpay_payment_id"]
    if wish.fate is Fate.CONFIRMED_AND_COMPLETED:
        payments.confirm(order_id, paid, signed_by_window(order_id, paid), by=learner)
    if wish.fate is Fate.REPORTED_AND_REJECTED:
        asyncio.run(_report(event for event in gateway.events() if order_id in event["body"]))
        _do_due_jobs()


async def _report(events: Any) -> None:
    """The gateway's webhooks come to our door."""
    transport = httpx.ASGITransport(app=Starlette(routes=razorpay_webhook.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as gateway:
        for event in events:
            headers = {"x-razorpay-signature": event["signature"], "x-razorpay-event-id": event["id"]}
            answer = await gateway.post("/webhooks/razorpay", content=event["body"].encode(), headers=headers)
            assert answer.status_code == 200, answer.text


def _reject(booking_id: int, mentor: Viewer) -> None:
    with suppress(bookings.NotWaiting), unit_of_work() as work:  # the webhook may not have been acted on yet
        bookings.reject(work, booking_id, by=mentor)


def _earn(wish: Wish, booking_id: int, mentor: Viewer) -> None:
    if _status(booking_id) == BookingStatus.PENDING:
        with unit_of_work() as work:
            bookings.accept(work, booking_id, by=mentor)
    if _status(booking_id) == BookingStatus.CONFIRMED:
        with unit_of_work() as work:
            bookings.complete(work, booking_id)
    if _status(booking_id) == BookingStatus.COMPLETED:
        with unit_of_work() as work:
            payouts.withdraw(work, wish.earned, f"booking {booking_id}", by=mentor)


def _status(booking_id: int) -> str:
    with database.reading() as db:
        return db.get_one(Booking, booking_id).status


def _do_due_jobs() -> None:
    while run_next():
        pass


def main() -> None:
    """Fork a life for each line read, until the input ends."""
    domain.know_every_table()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                live(Life.read(line))
                status = 0
            finally:
                sys.stderr.flush()
                sys.excepthook(*sys.exc_info()) if status and sys.exc_info()[0] else None  # type: ignore[arg-type]
                os._exit(status)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
