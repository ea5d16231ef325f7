"""What the tests of bookings share: one booking's facts, fresh, and the clock moving on."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import time_machine
from sqlmodel import col, select

from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import queue, runner


def status_of(booking_id: int) -> str:
    """Where a booking is."""
    with database.reading() as db:
        return db.get_one(Booking, booking_id).status


def payment_of(booking_id: int) -> Payment:
    """The money of a booking."""
    with database.reading() as db:
        return db.exec(select(Payment).where(Payment.booking_id == booking_id)).one()


def story_of(booking_id: int) -> list[tuple[str, int | None]]:
    """What the audit log tells of a booking: deed and whose it was, in order."""
    wanted = select(AuditEntry).where(AuditEntry.target == f"booking:{booking_id}").order_by(col(AuditEntry.id))
    with database.reading() as db:
        return [(entry.action, entry.actor_id) for entry in db.exec(wanted)]


@contextlib.contextmanager
def at(moment: datetime | timedelta) -> Iterator[None]:
    """Another time for this process: a moment, or a while from now."""
    with time_machine.travel(moment if isinstance(moment, datetime) else clock.now() + moment):
        yield


def do_due(*kinds: str) -> None:
    """Do jobs that are due, of exactly these kinds in this order."""
    for kind in kinds:
        run = queue.claim()
        assert run is not None, f"no {kind} is due"
        assert run.kind == kind
        runner.do(run)
        assert run.finished, f"{kind} failed"
