"""The product with one of its promises taken out, so that the tests can show that they would notice."""

import dataclasses
import threading
from collections.abc import Callable
from typing import Any

from peerlearn.domain.payments import PaymentCaptured, ledger, webhooks
from peerlearn.domain.payments.tables import Payment
from peerlearn.domain.payouts import razorpayx_gateway
from peerlearn.kit import database, ids
from peerlearn.kit.work import Work, unit_of_work

A_MOMENT_SECONDS = 0.4


def a_commit_in_the_middle() -> None:
    """The ledger's line for money that came is kept before what follows of it."""
    post = ledger.post_capture

    def post_and_keep(work: Work, payment: Payment) -> None:
        post(work, payment)
        work.db.commit()

    ledger.post_capture = post_and_keep


def an_event_without_its_job() -> None:
    """A webhook's body is kept before the job that acts on it."""
    insert = database.insert_once

    def insert_and_keep(db: Any, row: Any, **more: Any) -> bool:
        new = insert(db, row, **more)
        if isinstance(row, webhooks.WebhookEvent):
            db.commit()
        return new

    database.insert_once = insert_and_keep


def a_fresh_key_for_every_payout() -> None:
    """What was asked for is not asked for again under the same key."""
    razorpayx_gateway.send = under_a_fresh_key(razorpayx_gateway.send)


def under_a_fresh_key(send: Callable[[razorpayx_gateway.Order], Any]) -> Callable[[razorpayx_gateway.Order], Any]:
    """What sends a payout, each time as if it were another one."""

    def send_anew(order: razorpayx_gateway.Order) -> Any:
        return send(dataclasses.replace(order, key=f"po-{ids.public_id()}"))

    return send_anew


def the_booking_a_moment_later() -> None:
    """What follows of money that came follows in a transaction of its own."""
    tell = Work.tell

    def tell_later(work: Work, happening: Any) -> None:
        if isinstance(happening, PaymentCaptured):
            threading.Timer(A_MOMENT_SECONDS, tell_now, (happening,)).start()
        else:
            tell(work, happening)

    def tell_now(happening: PaymentCaptured) -> None:
        with unit_of_work() as work:
            tell(work, happening)

    Work.tell = tell_later  # type: ignore[method-assign]


SABOTAGES = (
    a_commit_in_the_middle,
    an_event_without_its_job,
    a_fresh_key_for_every_payout,
    the_booking_a_moment_later,
)
BY_NAME: dict[str, Callable[[], None]] = {made.__name__: made for made in SABOTAGES}
