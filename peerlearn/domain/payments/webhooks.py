"""The gateway's events: kept as they were signed, then used as a hint to ask the gateway itself.

A body is a picture of a past moment and may come late, twice or never; only what the gateway says now counts.
Whoever calls `receive` has verified the signature.
"""

import json
from dataclasses import dataclass
from typing import Any

from peerlearn.domain.payments import capture, dispute_gateway, disputes, storage
from peerlearn.domain.payments.tables import Payment, WebhookEvent, WebhookState
from peerlearn.kit import clock, database
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work

OF_INTEREST = ("payment.", "order.", "refund.")
OF_DISPUTES = "payment.dispute."
ASKED_AGAIN = "payment.dispute.action_required"


@dataclass(frozen=True)
class _About:
    """An event's name, and what of the gateway's it speaks of."""

    name: str
    order_id: str | None = None
    dispute_id: str | None = None


def receive(work: Work, event_id: str, body: str, *, job: str = "process_webhook") -> None:
    """Keep one event and have that job act on it; an event that came before changes nothing."""
    event = WebhookEvent(event_id=event_id, body=body, received_at=work.now)
    if database.insert_once(work.db, event, unique="event_id"):
        crash_here(Point.EVENT_WRITTEN)
        enqueue(work, job, key=f"webhook:{event_id}", payload={"event_id": event_id})


@job("process_webhook")
def process_webhook(run: Run) -> None:
    """Find the payment that an event is about, and bring it up to date."""
    event_id = str(run.payload["event_id"])
    with database.reading() as db:
        event = db.get_one(WebhookEvent, event_id)
        about = _read(event.body)
        name, order_id = about.name, about.order_id
        payment = storage.of_order(db, order_id) if order_id else None
    if not name.startswith(OF_INTEREST) or payment is None:
        why = "not about an order of ours" if name.startswith(OF_INTEREST) else "not of interest"
        with run.finish() as work:
            close(work, event_id, WebhookState.IGNORED, f"{name}: {why}")
    else:
        _bring_up_to_date(run, event_id, about, payment)


def _bring_up_to_date(run: Run, event_id: str, about: _About, payment: Payment) -> None:
    assert payment.id is not None and payment.order_id is not None
    with_refunds, asked_at = about.name.startswith("refund."), clock.now()
    attempts = capture.capture_and_list(payment.order_id, payment.total_paise, with_refunds=with_refunds)
    dispute = dispute_gateway.dispute_with(about.dispute_id) if about.dispute_id else None
    crash_here(Point.EVENT_ASKED)
    with run.finish() as work:
        status = capture.settle(work, payment.id, attempts)
        if dispute is not None:
            disputes.follow(work, payment.id, dispute, asked_at=asked_at, asked_again=about.name == ASKED_AGAIN)
        close(work, event_id, WebhookState.DONE, f"{about.name}: payment {payment.id} is {status}")


def _read(body: str) -> _About:
    """What an event is about; all of it is only looked up, never believed."""
    try:
        envelope: Any = json.loads(body)
        name = str(envelope["event"])
    except (ValueError, KeyError, TypeError):
        return _About("unreadable")
    dispute_id = _id_in(envelope, "dispute", "id") if name.startswith(OF_DISPUTES) else None
    return _About(name, _id_in(envelope, "payment", "order_id"), dispute_id)


def _id_in(envelope: Any, entity: str, field: str) -> str | None:
    try:
        return str(envelope["payload"][entity]["entity"][field])
    except (KeyError, TypeError):
        return None


def close(work: Work, event_id: str, state: WebhookState, detail: str) -> None:
    """Write down what became of an event."""
    event = work.db.get_one(WebhookEvent, event_id)
    event.state, event.detail = state, detail[:200]
