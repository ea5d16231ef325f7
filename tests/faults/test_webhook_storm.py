"""Every webhook comes ten times at the same moment: each is kept once, answered every time, and has one effect."""

import functools
import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from peerlearn.domain import payments
from peerlearn.domain.payments.tables import WebhookEvent
from peerlearn.kit import database
from peerlearn.kit.jobs import Job
from peerlearn.kit.work import Work
from tests.faults import bars
from tests.faults.full import FULL
from tests.integration.paying import Held, a_held_booking, do_due_jobs
from tests.integration.sandbox.razorpay.running import Sandbox

ORDERS = 200 if FULL else 7  # each has three events
COPIES = 10


def storm(gateway: Sandbox, door: str, orders_paid: int = ORDERS) -> list[str]:
    """Pay many orders, deliver everything many times at once; what is wrong afterwards."""
    helds = [a_held_booking() for _ in range(orders_paid)]
    orders = [held.open_order().order_id for held in helds]
    for order_id in orders:
        gateway.control("POST", f"orders/{order_id}/pay")
    events = [event for event in gateway.events() if any(order_id in event["body"] for order_id in orders)]
    with httpx.Client(trust_env=False, timeout=30) as client, ThreadPoolExecutor(COPIES) as couriers:
        copies = list(itertools.chain.from_iterable([event] * COPIES for event in events))
        answers = list(couriers.map(functools.partial(_deliver, client, door), copies))
    print(f"{len(answers)} deliveries of {len(events)} events")
    bars.note("R4", "an answer took ms, p95", bars.slowest_ms([took for _, took in answers], 0.95), 300)
    do_due_jobs()
    found = [f"answered {code}" for code, _ in answers if code != 200]
    return found + _twice_or_never(events) + [words for held in helds for words in _wrong_of(held)]


def _deliver(client: httpx.Client, door: str, event: dict[str, Any]) -> tuple[int, float]:
    headers = {"X-Razorpay-Signature": event["signature"], "X-Razorpay-Event-Id": event["id"]}
    began = time.monotonic()
    answer = client.post(door, content=event["body"].encode(), headers=headers)
    return answer.status_code, time.monotonic() - began


def _twice_or_never(events: list[dict[str, Any]]) -> list[str]:
    with database.reading() as db:
        kept = sorted(db.exec(select(WebhookEvent.event_id)))
        jobs = sorted(db.exec(select(Job.key).where(col(Job.kind) == "process_webhook")))
    wanted = sorted(event["id"] for event in events)
    found = [] if kept == wanted else [f"{len(kept)} events were kept of {len(wanted)}"]
    return found + ([] if jobs == [f"webhook:{name}" for name in wanted] else [f"{len(jobs)} jobs"])


def _wrong_of(held: Held) -> list[str]:
    now = (held.booking.status, held.payment.status, held.movements)
    return [] if now == ("pending", "captured", ["capture"]) else [f"booking {held.booking_id}: {now}"]


@pytest.mark.timeout(600)
def test_each_event_has_one_effect(gateway: Sandbox, door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.integration.paying.MOST_JOBS", ORDERS * 10)

    assert storm(gateway, door) == []


def test_would_notice_events_that_are_kept_each_time(
    gateway: Sandbox, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = itertools.count()

    def receive_anew(work: Work, event_id: str, body: str) -> None:
        real(work, f"{next(names)}-{event_id}", body)

    real = payments.receive_webhook
    monkeypatch.setattr(payments, "receive_webhook", receive_anew)

    assert storm(gateway, door, orders_paid=1)
