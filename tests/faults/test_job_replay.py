"""Every job that was done is done once more: no mail, no line of the ledger, nothing at the gateway comes of it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select, update

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.bookings.tables import Booking
from peerlearn.kit import database
from peerlearn.kit.jobs import Job, JobState
from peerlearn.kit.mail import post_office
from peerlearn.kit.mail.tables import OutboxMail
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.faults.nursery import Nursery
from tests.faults.one_life import Life
from tests.faults.wishes import TOTAL, Fate, Wish, a_wish, wrong
from tests.integration.domain.payouts.test_through_razorpayx import in_days
from tests.integration.paying import do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.snapshot import whole_database

IN_THE_END = timedelta(days=20)  # whatever asks again has asked for the last time

NOTES = ("jobs", "webhook_events")  # an event's row says how its payment stood when it was last looked at


def a_day(people: Nursery, gateway: Sandbox, url: str) -> list[Wish]:
    """Bookings of every fate, one called off, and all that follows of them by itself."""
    wishes = [a_wish(fate) for fate in Fate]
    assert people.live(Life(url, gateway.url, wishes)) == 0
    learner = Viewer(wishes[-1].learner_id, Role.LEARNER, "Lalit")
    with unit_of_work() as work:
        asked = select(Booking.id).where(Booking.session_id == wishes[-1].offering_id)
        bookings.cancel_booking(work, work.db.exec(asked).one() or 0, back=Money(TOTAL), by=learner)
    for days in (1, 2, 9, 19):
        in_days(days)
    return wishes


def done_again() -> set[str]:
    """Have every finished job done once more; which tables are not as they were."""
    before, kinds = _effects(), _done()
    with unit_of_work() as work:
        again = update(Job).where(col(Job.state) == JobState.DONE)
        work.db.connection().execute(again.values(state=JobState.READY, attempts=0, run_at=work.now))
    with later(IN_THE_END):
        do_due_jobs()
    after = _effects()
    assert _done() >= kinds > 10, "hardly anything was done again"
    return {name for name in before if before[name] != after[name]}


def _effects() -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows for name, rows in whole_database().items() if name not in NOTES}


def _done() -> int:
    with database.reading() as db:
        return db.exec(select(func.count()).select_from(Job).where(Job.state == JobState.DONE)).one()


def test_changes_nothing(people: Nursery, gateway: Sandbox, database: str) -> None:
    wishes = a_day(people, gateway, database)
    events, mails = len(gateway.events()), _mails()
    assert mails > 2

    assert done_again() == set()

    assert (len(gateway.events()), _mails()) == (events, mails)
    assert wrong(gateway, wishes[:2]) == []


def test_would_notice_a_second_mail(
    people: Nursery, gateway: Sandbox, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day(people, gateway, database)

    def keep_again(run: Any, to: str, subject: str, body: str) -> None:
        with run.finish() as work:
            work.db.add(OutboxMail(key=f"{run.key} again", to=to, subject=subject, body=body, at=work.now))

    monkeypatch.setattr(post_office, "_keep_in_outbox", keep_again)

    assert done_again() == {"outbox_mails"}


def _mails() -> int:
    with database.reading() as db:
        return db.exec(select(func.count()).select_from(OutboxMail)).one()
