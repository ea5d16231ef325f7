"""Every job that was done is done once more: no mail, no line of the ledger, nothing at the gateway comes of it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select, update

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.bookings.tables import Booking
from peerlearn.jobs.worker import know_every_job
from peerlearn.kit import database
from peerlearn.kit.jobs import Job, JobState, registry
from peerlearn.kit.mail import post_office
from peerlearn.kit.mail.tables import OutboxMail
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.faults.nursery import Nursery
from tests.faults.one_life import Life
from tests.faults.rich_day import RichDay
from tests.faults.wishes import TOTAL, Fate, Wish, a_wish, wrong
from tests.integration.domain.payouts.test_through_razorpayx import in_days
from tests.integration.paying import deliver, do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.snapshot import whole_database

IN_THE_END = timedelta(days=160)  # whatever asks again has asked for the last time, and packages have run out
DAYS = (0.3, 1, 2, 9, 19, 155)
BY_THE_CLOCK = {"clean_up", "verify"}  # what they do is not to be the same later (test_schedules.py)
OF_FILES = {
    "drop_unused_chat_file",
    "assemble_recording",
    "remove_recording",
    "drop_unused_video",
}  # on disks, not in the rows

OF_BANKS = {
    *("look_for_disputes", "mail_dispute", "mail_disputed_share", "mail_lost_money", "mail_lost_share"),
    *("mail_silence", "compare_with_gateway", "mail_adjustments", "mail_findings"),
}  # what the gateway and banks do unasked: tests of their own (test_dispute_*, test_comparing)
NOTES = ("jobs", "webhook_events")  # an event's row says how its payment stood when it was last looked at


@pytest.fixture(autouse=True)
def as_many_jobs_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a year of questions about payouts among them."""
    monkeypatch.setattr("tests.integration.paying.MOST_JOBS", 5_000)


def a_day(people: Nursery, gateway: Sandbox, url: str, door: str) -> list[Wish]:
    """Everything that people do on a day, bookings of every fate, and all that follows of them by itself."""
    RichDay(gateway).go_by()
    wishes = [a_wish(fate) for fate in Fate]
    assert people.live(Life(url, gateway.url, wishes)) == 0
    learner = Viewer(wishes[-1].learner_id, Role.LEARNER, "Lalit")
    with unit_of_work() as work:
        asked = select(Booking.id).where(Booking.session_id == wishes[-1].offering_id)
        bookings.cancel_booking(work, work.db.exec(asked).one() or 0, back=Money(TOTAL), by=learner)
    for event in gateway.events("payout.processed"):
        assert deliver(f"{door}x", event).is_success
    for days in DAYS:
        in_days(days)
    return wishes


def done_again() -> set[str]:
    """Have every finished job done once more; which tables are not as they were."""
    before, done = _effects(), _done()
    with unit_of_work() as work:
        again = update(Job).where(col(Job.state) == JobState.DONE)
        work.db.connection().execute(again.values(state=JobState.READY, attempts=0, run_at=work.now))
    with later(IN_THE_END):
        do_due_jobs()
    after = _effects()
    assert _done() >= done, "not everything was done again"
    return {name for name in before if before[name] != after[name]}


def _effects() -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows for name, rows in whole_database().items() if name not in NOTES}


def _done() -> int:
    with database.reading() as db:
        return db.exec(select(func.count()).select_from(Job).where(Job.state == JobState.DONE)).one()


def kinds_done() -> set[str]:
    """The kinds of jobs that this day brought about."""
    with database.reading() as db:
        return set(db.exec(select(Job.kind).where(Job.state == JobState.DONE)))


@pytest.mark.timeout(600)
def test_changes_nothing(people: Nursery, gateway: Sandbox, database: str, door: str) -> None:
    know_every_job()
    wishes = a_day(people, gateway, database, door)
    events, mails = len(gateway.events()), _mails()
    ours = {kind for kind in registry.kinds() if registry.handler_of(kind).__module__.startswith("peerlearn.")}
    assert ours - kinds_done() == BY_THE_CLOCK | OF_FILES | OF_BANKS, (
        f"a kind of jobs that no day here brings about: {sorted(ours - kinds_done())}"
    )

    assert done_again() == set()

    assert (len(gateway.events()), _mails()) == (events, mails)
    assert wrong(gateway, wishes[:2]) == []


@pytest.mark.timeout(600)
def test_would_notice_a_second_mail(
    people: Nursery, gateway: Sandbox, database: str, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day(people, gateway, database, door)

    def keep_again(run: Any, to: str, subject: str, body: str) -> None:
        with run.finish() as work:
            work.db.add(OutboxMail(key=f"{run.key} again", to=to, subject=subject, body=body, at=work.now))

    monkeypatch.setattr(post_office, "_keep_in_outbox", keep_again)

    assert done_again() == {"outbox_mails"}


def _mails() -> int:
    with database.reading() as db:
        return db.exec(select(func.count()).select_from(OutboxMail)).one()
