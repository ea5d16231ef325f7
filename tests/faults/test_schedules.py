"""What comes by the clock comes once: three workers ask for it, begin anew, or were away for hours."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlmodel import col, select, update

from peerlearn.domain import bookings, payouts, verification
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.payments.tables import LedgerTransaction
from peerlearn.domain.payouts import attempts as payout_attempts
from peerlearn.domain.payouts import razorpayx_gateway
from peerlearn.domain.verification.daily import VERIFIED, VERIFY
from peerlearn.jobs.clean_up import ask_for_today
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import Job, JobState, enqueue, run_next
from peerlearn.kit.work import Work, unit_of_work
from tests.faults import sabotage
from tests.faults.full import FULL
from tests.integration.domain.payouts.test_through_razorpayx import a_withdrawal, made, row, tries
from tests.integration.paying import do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox
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
            all_workers()
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


def all_workers() -> None:
    """Every worker at the same moment."""
    threads = [threading.Thread(target=a_worker_for_a_moment) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def after_six_hours(gateway: Sandbox) -> list[tuple[str, list[int], int]]:
    """Two withdrawals, one sent and one only asked for before everybody is away; where both are, and what was paid."""
    sent = a_withdrawal()[1]
    do_due_jobs()
    asked = a_withdrawal()[1]
    assert [row(number).status for number in (sent, asked)] == ["pending", "pending"]
    for minutes in (0, 2, 4):
        with later(AWAY + timedelta(minutes=minutes)):
            all_workers()
    return [
        (row(number).status, [payout["amount"] for payout in made(gateway, number)], paid_out(number))
        for number in (sent, asked)
    ]


def paid_out(withdrawal_id: int) -> int:
    """How often the ledger says that a withdrawal has left."""
    mine = (LedgerTransaction.withdrawal_id == withdrawal_id, LedgerTransaction.kind == "paid_out")
    with in_use.reading() as db:
        return len(db.exec(select(LedgerTransaction).where(*mine)).all())


def test_money_that_was_on_its_way_out_arrives_once_and_is_heard_of(gateway: Sandbox) -> None:
    assert after_six_hours(gateway) == [("completed", [90_000], 1)] * 2


def test_would_notice_payouts_that_are_asked_for_anew(gateway: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payout_attempts, "look", lambda _attempt: None)
    monkeypatch.setattr(razorpayx_gateway, "send", sabotage.under_a_fresh_key(razorpayx_gateway.send))

    assert after_six_hours(gateway) != [("completed", [90_000], 1)] * 2


def given_up_and_days_later(days: int) -> tuple[str, int, int]:
    """A withdrawal whose only question was given up; where it is when workers have come and gone for some days."""
    number = a_withdrawal()[1]
    with in_use.writing() as db:
        asking = update(Job).where(col(Job.kind) == payout_attempts.SEND, col(Job.state) == JobState.READY)
        db.connection().execute(asking.values(state=JobState.DEAD))
    for hours in range(0, days * 24, 6):
        with later(timedelta(hours=hours)):
            all_workers()
    return row(number).status, len(tries(number)), paid_out(number)


def test_a_payout_that_nobody_asks_for_any_more_is_asked_for_daily(gateway: Sandbox) -> None:
    assert given_up_and_days_later(4) == ("completed", 1, 1)


def test_would_notice_that_it_is_not(gateway: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payouts, "ask_daily", lambda _work: None)

    assert given_up_and_days_later(4) == ("pending", 1, 0)


def test_what_fell_due_while_everybody_was_away_is_done_once() -> None:
    held, asked = a_held_booking(), a_request(an_offering(starts_at=clock.now() + AWAY / 2))
    back_again: datetime = clock.now() + AWAY

    with time_machine.travel(back_again):
        for _ in range(2):  # and a second start changes nothing
            all_workers()

    with in_use.reading() as db:
        ids = [held.booking_id, asked.booking_id]
        states = dict(db.exec(select(Booking.id, Booking.status).where(col(Booking.id).in_(ids))).all())
        ends = db.exec(select(AuditEntry.action).where(col(AuditEntry.action).in_(ENDS)))
        assert Counter(ends) == dict.fromkeys(ENDS, 1)
    assert states == {held.booking_id: bookings.BookingStatus.EXPIRED, asked.booking_id: "cancelled"}
