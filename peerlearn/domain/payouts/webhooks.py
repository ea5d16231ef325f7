"""RazorpayX's events: kept as they were signed, then used as a hint to ask RazorpayX itself.

Whoever calls `receive` has verified the signature.
"""

import json
from typing import Any

from sqlmodel import Session, or_, select

from peerlearn.domain.payments import webhooks as inbox
from peerlearn.domain.payments.tables import WebhookEvent, WebhookState
from peerlearn.domain.payouts import attempts
from peerlearn.domain.payouts.tables import PayoutAttempt
from peerlearn.kit import database
from peerlearn.kit.jobs import Run, job
from peerlearn.kit.work import Work

PROCESS = "process_payout_webhook"


def receive(work: Work, event_id: str, body: str) -> None:
    """Keep one event and have it acted on; an event that came before changes nothing."""
    inbox.receive(work, event_id, body, job=PROCESS)


@job(PROCESS)
def process_payout_webhook(run: Run) -> None:
    """Find the payout that an event is about, and bring it up to date; never make one."""
    event_id = str(run.payload["event_id"])
    with database.reading() as db:
        name, attempt = _read(db, db.get_one(WebhookEvent, event_id).body)
    answer = attempts.look(attempt) if attempt else None
    with run.finish() as work:
        if attempt is None or attempt.id is None or answer is None:
            inbox.close(work, event_id, WebhookState.IGNORED, f"{name}: not about a payout of ours")
        else:
            attempts.record_answer(work, attempt.id, answer)
            inbox.close(work, event_id, WebhookState.DONE, f"{name}: payout {attempt.id} is {answer.status}")


def _read(db: Session, body: str) -> tuple[str, PayoutAttempt | None]:
    """The event's name and the payout that it is about; both are only looked up, never believed."""
    try:
        envelope: Any = json.loads(body)
        name, entity = str(envelope["event"]), envelope["payload"]["payout"]["entity"]
        named = [str(entity.get("id")), str(entity.get("reference_id"))]
    except (ValueError, KeyError, TypeError, AttributeError):
        return "unreadable", None
    if not all(text.isascii() and text.isprintable() for text in named):
        return name, None  # no id of the gateway, and some databases stumble over such text
    by_id, by_key = PayoutAttempt.razorpay_payout_id == named[0], PayoutAttempt.idempotency_key == named[1]
    return name, db.exec(select(PayoutAttempt).where(or_(by_id, by_key))).first()
