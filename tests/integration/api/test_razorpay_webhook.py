"""The webhook door: small, signed, kept, then 200; anything else leaves the database as it was."""

import dataclasses
import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import select

from peerlearn.api.razorpay_webhook import LARGEST_EVENT
from peerlearn.domain.payments import razorpay_gateway
from peerlearn.domain.payments.tables import WebhookEvent, WebhookState
from peerlearn.kit import database
from peerlearn.kit.jobs import Job
from tests.integration.paying import a_held_booking, count, do_due_jobs, later
from tests.integration.sandbox.razorpay.running import KEY_SECRET, WEBHOOK_SECRET, Sandbox

BODY = json.dumps({"event": "payment.captured", "payload": {}}).encode()
TABLES = ("payments", "refunds", "ledger_transactions", "ledger_entries", "webhook_events", "jobs", "bookings")


def signed(body: bytes, secret: str = WEBHOOK_SECRET) -> str:
    """What the holder of a secret writes beside a body."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post(door: str, body: bytes, signature: str | bytes | None, event_id: str | None = "evt_1") -> int:
    """Bring something to the door; its answer."""
    headers = {"x-razorpay-signature": signature, "x-razorpay-event-id": event_id}
    given = [(name, value) for name, value in headers.items() if value is not None]
    return httpx.post(door, content=body, headers=given, timeout=30, trust_env=False).status_code  # type: ignore[arg-type]


def everything() -> list[list[str]]:
    """All that a forger might want to change."""
    with database.reading() as db:
        return [sorted(map(str, db.connection().execute(text(f"SELECT * FROM {table}")))) for table in TABLES]


@pytest.mark.faults
@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (BODY, None),
        (BODY, ""),
        (BODY, "0" * 64),
        (BODY, signed(BODY).upper()),
        (BODY, signed(BODY)[:-1]),
        (BODY, "é".encode("latin-1") * 64),
        (BODY, signed(BODY, KEY_SECRET)),
        (BODY + b" ", signed(BODY)),
        (BODY.replace(b"captured", b"captureD"), signed(BODY)),
        (b"\xff\xfe", signed(b"\xff\xfe")),
        (b"", ""),
    ],
)
def test_refuses_what_is_not_signed(door: str, body: bytes, signature: str | bytes | None) -> None:
    a_held_booking()
    before = everything()

    assert post(door, body, signature) == 400

    assert everything() == before


@pytest.mark.faults
def test_would_notice_a_door_that_believes_everybody(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()
    monkeypatch.setattr(razorpay_gateway, "signed_with", lambda *_: True)

    assert post(door, BODY, signed(BODY, KEY_SECRET)) == 200

    assert everything() != before


@pytest.mark.parametrize("event_id", [None, "", "e" * 65])
def test_refuses_an_event_without_a_usable_id(door: str, event_id: str | None) -> None:
    assert post(door, BODY, signed(BODY), event_id) == 400
    assert count(WebhookEvent) == 0


def test_refuses_what_is_too_large(door: str) -> None:
    body = b"x" * (LARGEST_EVENT + 1)

    assert post(door, body, signed(body)) == 413
    assert count(WebhookEvent) == 0


def test_refuses_everything_while_no_secret_is_set(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = dataclasses.replace(razorpay_gateway.settings, razorpay_webhook_secret="")
    monkeypatch.setattr(razorpay_gateway, "settings", without)

    assert post(door, BODY, signed(BODY, "")) == 400
    assert count(WebhookEvent) == 0


def test_takes_what_was_signed_before_the_secret_was_changed(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {"razorpay_webhook_secret": "the-new-webhook-secret", "razorpay_webhook_secret_before": WEBHOOK_SECRET}
    monkeypatch.setattr(razorpay_gateway, "settings", dataclasses.replace(razorpay_gateway.settings, **changed))

    assert post(door, BODY, signed(BODY), "evt_1") == 200
    assert post(door, BODY, signed(BODY, "the-new-webhook-secret"), "evt_2") == 200
    assert post(door, BODY, signed(BODY, "another-webhook-secret"), "evt_3") == 400
    assert count(WebhookEvent) == 2


def test_answers_when_event_and_job_are_kept(door: str) -> None:
    assert post(door, BODY, signed(BODY)) == 200

    with database.reading() as db:
        event = db.exec(select(WebhookEvent)).one()
        job = db.exec(select(Job)).one()
    assert (event.event_id, event.body, event.state) == ("evt_1", BODY.decode(), WebhookState.RECEIVED)
    assert (job.kind, job.payload) == ("process_webhook", {"event_id": "evt_1"})


def test_keeps_one_of_many_twins(door: str) -> None:
    with ThreadPoolExecutor(10) as couriers:
        answers = list(couriers.map(lambda _: post(door, BODY, signed(BODY)), range(30)))

    assert answers == [200] * 30
    assert (count(WebhookEvent), count(Job)) == (1, 1)


@pytest.mark.parametrize("body", [b'{"event": "payout.processed", "payload": {}}', b"not json", b"[]", b"{}", b"null"])
def test_takes_what_it_does_not_know_and_lets_it_be(door: str, body: bytes) -> None:
    assert post(door, body, signed(body)) == 200
    do_due_jobs()

    with database.reading() as db:
        assert db.exec(select(WebhookEvent)).one().state == WebhookState.IGNORED


@pytest.mark.faults
def test_an_old_body_under_a_new_id_changes_no_money(gateway: Sandbox, door: str) -> None:
    held = a_held_booking()
    order_id = held.open_order().order_id
    gateway.control("POST", f"orders/{order_id}/pay")
    events = [event for event in gateway.events() if order_id in event["body"]]
    for event in events:
        assert post(door, event["body"].encode(), event["signature"], event["id"]) == 200
    do_due_jobs()
    money = held.payment, held.movements

    with later(timedelta(hours=1)):
        for number, event in enumerate(events):
            assert post(door, event["body"].encode(), event["signature"], f"new_{number}") == 200
        do_due_jobs()

    assert (held.payment, held.movements) == money


def test_takes_only_posts(door: str) -> None:
    assert httpx.get(door, trust_env=False).status_code == 405
