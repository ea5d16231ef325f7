"""Webhook events as they were signed, when each is due, and what became of every delivery.

Imitates the bookkeeping behind https://razorpay.com/docs/webhooks/; the sending itself is in `courier.py`.
"""

import json
from dataclasses import dataclass
from typing import Any

from peerlearn.sandbox.razorpay.books import Books
from peerlearn.sandbox.razorpay.clock import Clock

WAITING, DELIVERED, GIVEN_UP, WITHHELD = "waiting", "delivered", "given_up", "withheld"


@dataclass(frozen=True)
class SignedEvent:
    """One event's bytes, exactly as they go over the wire each time."""

    id: str
    name: str
    body: bytes
    signature: str
    tries: int = 0

    @property
    def created_at(self) -> int:
        """When it happened, as a Unix time of the gateway's clock."""
        return int(json.loads(self.body)["created_at"])


class EventLog:
    """The events table and the delivery log."""

    def __init__(self, books: Books, clock: Clock) -> None:
        self._books, self._clock = books, clock

    def add(self, event: SignedEvent, *, state: str) -> None:
        """Keeps a freshly signed event, in the transaction of the change that it tells of."""
        self._books.connection.execute(
            "INSERT INTO events (id, name, body, signature, state, next_at) VALUES (?, ?, ?, ?, ?, ?)",
            (event.id, event.name, event.body, event.signature, state, self._clock.now()),
        )

    def claim_due(self, at_most: int, *, lease_seconds: float, newest_first: bool = False) -> list[SignedEvent]:
        """Events to send now; each is leased, so that a second process on the same books leaves it alone."""
        order = "DESC" if newest_first else "ASC"
        now = self._clock.now()
        with self._books.transaction():
            rows = self._books.connection.execute(
                f"SELECT * FROM events WHERE state = ? AND next_at <= ? ORDER BY seq {order} LIMIT ?",
                (WAITING, now, at_most),
            ).fetchall()
            self._books.connection.executemany(
                "UPDATE events SET next_at = ? WHERE id = ?",
                [(now + lease_seconds, row["id"]) for row in rows],
            )
        return [SignedEvent(row["id"], row["name"], row["body"], row["signature"], row["tries"]) for row in rows]

    def seconds_until_next(self) -> float | None:
        """How long until another event is due; None when nothing waits."""
        row = self._books.connection.execute(
            "SELECT min(next_at) AS soonest FROM events WHERE state = ?", (WAITING,)
        ).fetchone()
        return None if row["soonest"] is None else max(0.0, row["soonest"] - self._clock.now())

    def record_delivery(self, event: SignedEvent, *, status: int | None, problem: str | None) -> None:
        """Writes one try into the delivery log."""
        self._books.connection.execute(
            "INSERT INTO deliveries (event_id, at, status, problem) VALUES (?, ?, ?, ?)",
            (event.id, self._clock.now(), status, problem),
        )

    def settle(self, event: SignedEvent, *, state: str, again_in: float = 0.0) -> None:
        """Marks an event delivered, given up, or waiting for its next try."""
        self._books.connection.execute(
            "UPDATE events SET state = ?, tries = tries + 1, next_at = ? WHERE id = ?",
            (state, self._clock.now() + again_in, event.id),
        )

    def withhold_waiting(self) -> None:
        """Nothing that waits is sent any more, unless somebody asks for it."""
        self._books.connection.execute("UPDATE events SET state = ? WHERE state = ?", (WITHHELD, WAITING))

    def age_of(self, event: SignedEvent) -> float:
        """How many seconds ago it happened."""
        return self._clock.now() - event.created_at

    def send_again(self, event_id: str) -> bool:
        """Puts an event back in the queue as if it were new; False when there is no such event."""
        changed = self._books.connection.execute(
            "UPDATE events SET state = ?, tries = 0, next_at = ? WHERE id = ?",
            (WAITING, self._clock.now(), event_id),
        )
        return changed.rowcount == 1

    def listed(self) -> list[dict[str, Any]]:
        """Every event with its deliveries, oldest first; a try counts once it is known what follows from it."""
        connection = self._books.connection
        tries: dict[str, list[dict[str, Any]]] = {}
        for row in connection.execute("SELECT * FROM deliveries ORDER BY seq"):
            tries.setdefault(row["event_id"], []).append(
                {"at": row["at"], "status": row["status"], "problem": row["problem"]}
            )
        return [
            {
                "id": row["id"],
                "event": row["name"],
                "state": row["state"],
                "body": row["body"].decode(),
                "signature": row["signature"],
                "tries": row["tries"],
                "deliveries": tries.get(row["id"], []),
            }
            for row in connection.execute("SELECT * FROM events ORDER BY seq")
        ]
