"""The gateway's own books: orders, payments, refunds, disputes, settlements, payouts, in one SQLite file or in memory.

Calls block for well under a millisecond and each transaction runs without an `await` in it, so no two
requests of one process can interleave; BEGIN IMMEDIATE keeps several processes on one file apart.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Entity = dict[str, Any]

_TABLES = """
CREATE TABLE IF NOT EXISTS entities (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS entities_by_receipt ON entities (kind, json_extract(body, '$.receipt'));
CREATE INDEX IF NOT EXISTS entities_by_order ON entities (kind, json_extract(body, '$.order_id'));
CREATE INDEX IF NOT EXISTS entities_by_payment ON entities (kind, json_extract(body, '$.payment_id'));
CREATE INDEX IF NOT EXISTS entities_by_status ON entities (kind, json_extract(body, '$.status'));
CREATE INDEX IF NOT EXISTS entities_by_settlement ON entities (kind, json_extract(body, '$._settlement_id'));
CREATE INDEX IF NOT EXISTS entities_by_reference ON entities (kind, json_extract(body, '$.reference_id'));
CREATE INDEX IF NOT EXISTS entities_by_source ON entities (kind, json_extract(body, '$.source'));
CREATE INDEX IF NOT EXISTS entities_by_next_at ON entities (json_extract(body, '$._next_at'));
CREATE TABLE IF NOT EXISTS idempotency_keys (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    body BLOB NOT NULL,
    signature TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS events_waiting ON events (next_at) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL REFERENCES events (id),
    at REAL NOT NULL,
    status INTEGER,
    problem TEXT
);
"""


@dataclass(frozen=True)
class Window:
    """Which part of a listing: created between two Unix times, after skipping some, at most so many."""

    since: int = 0
    until: int = 2**62
    skip: int = 0
    # SQLite's way to say "no limit".
    count: int = -1


EVERYTHING = Window()
_WITHOUT_NOTES = ("dispute", "document")


class Books:
    """Orders, payments, refunds, disputes and payouts as the JSON documents that Razorpay shows."""

    def __init__(self, path: str | Path | None) -> None:
        self._path = path

    @cached_property
    def connection(self) -> sqlite3.Connection:
        """Opened on first use, so that a server may fork after building the app."""
        connection = sqlite3.connect(self._path or ":memory:", isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_TABLES)
        return connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, for whatever is written inside."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def add(self, entity: Entity) -> None:
        """Keeps a new order, payment, refund, payout or payee."""
        self.connection.execute(
            "INSERT INTO entities (id, kind, body) VALUES (?, ?, ?)",
            (entity["id"], entity["entity"], json.dumps(entity)),
        )

    def save(self, entity: Entity) -> None:
        """Keeps the changes made to one."""
        self.connection.execute("UPDATE entities SET body = ? WHERE id = ?", (json.dumps(entity), entity["id"]))

    def find(self, entity_id: str) -> Entity | None:
        """The entity with that id."""
        row = self.connection.execute("SELECT body FROM entities WHERE id = ?", (entity_id,)).fetchone()
        return json.loads(row["body"]) if row else None

    def matching(self, kind: str, window: Window = EVERYTHING, /, **wanted: str) -> list[Entity]:
        """Entities of a kind with exactly those field values, newest first."""
        clauses = "".join(f" AND json_extract(body, '$.{name}') = ?" for name in wanted)
        rows = self.connection.execute(
            f"SELECT body FROM entities WHERE kind = ?{clauses}"
            " AND json_extract(body, '$.created_at') BETWEEN ? AND ? ORDER BY seq DESC LIMIT ? OFFSET ?",
            (kind, *wanted.values(), window.since, window.until, window.count, window.skip),
        )
        return [json.loads(row["body"]) for row in rows]

    def due(self, now: float) -> list[Entity]:
        """Entities to which something was to happen by itself by then: `_next_at` is a Unix time."""
        rows = self.connection.execute(
            "SELECT body FROM entities WHERE json_extract(body, '$._next_at') <= ? ORDER BY seq", (now,)
        )
        return [json.loads(row["body"]) for row in rows]

    def made_for_key(self, kind: str, key: str) -> tuple[str, str] | None:
        """The request body and the entity that an idempotency key already stands for."""
        query = "SELECT request, entity_id FROM idempotency_keys WHERE kind = ? AND key = ?"
        row = self.connection.execute(query, (kind, key)).fetchone()
        return (row["request"], row["entity_id"]) if row else None

    def remember_key(self, kind: str, key: str, request: str, entity_id: str) -> None:
        """Ties an idempotency key to what it made."""
        self.connection.execute("INSERT INTO idempotency_keys VALUES (?, ?, ?, ?)", (kind, key, request, entity_id))


def shown(entity: Entity) -> Entity:
    """The entity as Razorpay shows it: no underscore fields (those are ours), and empty notes as a list."""
    visible = {name: value for name, value in entity.items() if not name.startswith("_")}
    if entity["entity"] not in _WITHOUT_NOTES:
        visible["notes"] = visible.get("notes") or []
    return visible
