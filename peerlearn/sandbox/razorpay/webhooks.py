"""Composes and signs webhook events, as snapshots of the moment they tell of.

Imitates https://razorpay.com/docs/webhooks/ and https://razorpay.com/docs/webhooks/payloads/.
"""

import hashlib
import hmac
import json

from peerlearn.sandbox.razorpay.books import Entity, shown
from peerlearn.sandbox.razorpay.event_log import WAITING, WITHHELD, SignedEvent
from peerlearn.sandbox.razorpay.gateway import Gateway
from peerlearn.sandbox.razorpay.ids import new_id


def tell(gateway: Gateway, name: str, **entities: Entity) -> None:
    """Puts an event into the log, in the transaction of the change; the courier takes it from there."""
    envelope = {
        "entity": "event",
        "account_id": gateway.settings.account_id,
        "event": name,
        "contains": list(entities),
        "payload": {kind: {"entity": shown(entity)} for kind, entity in entities.items()},
        "created_at": int(gateway.now()),
    }
    body = json.dumps(envelope, separators=(",", ":")).encode()
    wanted = gateway.courier.enabled and gateway.settings.url_for(name)
    # The event id is fourteen characters like any other, but bare.
    event_id = new_id("event").removeprefix("event_")
    event = SignedEvent(event_id, name, body, _signed(body, gateway.settings.secret_for(name)))
    gateway.events.add(event, state=WAITING if wanted else WITHHELD)


def _signed(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
