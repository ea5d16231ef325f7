"""What comes by the clock comes once: three workers ask for it, begin anew, or were away for hours."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlmodel import col, select

from peerlearn.domain import bookings, verification
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.verification.daily import VERIFIED, VERIFY
from peerlearn.jobs.clean_up import ask_for_today
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import enqueue, run_next
from peerlearn.kit.work import Work, unit_of_work
from tests.faults.full import FULL
from tests.makers import a_held_booking, a_request, an_offering

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.timeout(600)]

DAYS = 30 if FULL else 7
WORKERS = 3
AWAY = timedelta(hours=6)
ENDS = ("booking.expire", "booking.cancel.unanswered")


def a_worker_for_a_moment() -> None:
    """What a worker does within an hour: ask for the work of the day, and do what is due."""
    with unit_of_work() as work:
        ask_for_today(work)
    while run_next():
        pass


def looks_by_day(url: str, days: int) -> Counter[str]:
    """Hour after hour all workers at once, each day with a restart; how often every day had its look."""
    began = clock.now().replace(hour=0, minute=1)
    for hour in range(24 * days):
        with time_machine.travel(began + timedelta(hours=hour)):
            threads = [threading.Thread(target=a_worker_for_a_moment) for _ in range(WORKERS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        if hour % 24 == 12:
            in_use.use(url)
    with in_use.reading() as db:
        moments = db.exec(select(AuditEntry.at).where(AuditEntry.action == VERIFIED)).all()
    return Counter(moment.date().isoformat() for moment in moments)


def test_every_day_has_its_work_once(database: str) -> None:
    counted = looks_by_day(database, DAYS)

    assert (len(counted), set(counted.values())) == (DAYS, {1})


def test_would_notice_work_that_every_hour_asks_for_anew(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def verify_hourly(work: Work) -> None:
        enqueue(work, VERIFY, key=f"verify:{work.now.isoformat(timespec='hours')}")

    monkeypatch.setattr(verification, "verify_daily", verify_hourly)

    assert max(looks_by_day(database, 1).values()) > 1


def test_what_fell_due_while_everybody_was_away_is_done_once() -> None:
    held, asked = a_held_booking(), a_request(an_offering(starts_at=clock.now() + AWAY / 2))
    back_again: datetime = clock.now() + AWAY

    with time_machine.travel(back_again):
        for _ in range(2):  # and a second start changes nothing
            threads = [threading.Thread(target=a_worker_for_a_moment) for _ in range(WORKERS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    with in_use.reading() as db:
        ids = [held.booking_id, asked.booking_id]
        states = dict(db.exec(select(Booking.id, Booking.status).where(col(Booking.id).in_(ids))).all())
        ends = db.exec(select(AuditEntry.action).where(col(AuditEntry.action).in_(ENDS)))
        assert Counter(ends) == dict.fromkeys(ENDS, 1)
    assert states == {held.booking_id: bookings.BookingStatus.EXPIRED, asked.booking_id: "cancelled"}
