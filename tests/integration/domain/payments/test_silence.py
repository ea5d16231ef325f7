"""The gateway that reports nothing any more although payments come: an admin is told, and nobody is alarmed early."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain import payments
from peerlearn.domain.payments import Silence
from peerlearn.domain.payments.tables import WebhookEvent
from peerlearn.kit import database
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import do_due_jobs, later
from tests.makers import a_request, an_admin

pytestmark = pytest.mark.usefixtures("database")

TWO_HOURS = timedelta(hours=2)


def an_event(event_id: str, *, detail: str = "payment.captured: payment 1 is captured") -> str:
    """The gateway's word, now; when it came."""
    with unit_of_work() as work:
        work.db.add(WebhookEvent(event_id=event_id, body="{}", received_at=work.now, state="done", detail=detail))
        return work.now.isoformat()


def heard() -> Silence | None:
    with database.reading() as db:
        return payments.silence(db)


def warned() -> list[OutboxMail]:
    """The mails of the alarm so far."""
    with unit_of_work() as work:
        payments.warn_of_silence(work)
    do_due_jobs()
    with database.reading() as db:
        return list(db.exec(select(OutboxMail).where(col(OutboxMail.key).startswith("mail_silence"))))


def paid(times: int = 3) -> None:
    for _ in range(times):
        a_request()


def test_notices_payments_without_a_report() -> None:
    an_event("evt_1")
    with later(timedelta(days=1)):
        last = an_event("evt_2")
    with later(timedelta(days=2)):
        paid()
    with later(timedelta(days=2) + TWO_HOURS):
        assert heard() == Silence(payments=3, since=last)


def test_notices_that_there_never_was_a_report() -> None:
    paid()
    with later(TWO_HOURS):
        assert heard() == Silence(payments=3, since="")


def test_waits_for_a_report_that_may_still_come() -> None:
    paid()

    assert heard() is None


def test_counts_more_than_a_few() -> None:
    paid(2)
    with later(TWO_HOURS):
        assert heard() is None


def test_is_over_with_the_next_report() -> None:
    paid()
    with later(TWO_HOURS):
        an_event("evt_1")
        assert heard() is None


def test_a_report_about_payouts_is_none_about_payments() -> None:
    paid()
    with later(TWO_HOURS):
        an_event("evt_1", detail="payout.processed: payout 1 is processed")
        assert heard() is not None


def test_tells_every_admin_once_a_day() -> None:
    an_admin("Anil"), an_admin("Asha")
    paid()
    with later(TWO_HOURS):
        assert {letter.to.split(".")[0] for letter in warned()} == {"anil", "asha"}
        assert len(warned()) == 2
    with later(TWO_HOURS + timedelta(days=1)):
        letters = warned()

    assert len(letters) == 4
    assert "3 payments came in" in letters[0].body and "(never)" in letters[0].body


def test_tells_nobody_while_all_is_well() -> None:
    an_admin()
    paid()
    with later(TWO_HOURS):
        an_event("evt_1")
        assert warned() == []


def test_takes_no_old_news_to_an_admin() -> None:
    an_admin()
    paid()
    with later(TWO_HOURS):
        with unit_of_work() as work:
            payments.warn_of_silence(work)
        an_event("evt_1")
        do_due_jobs()
        with database.reading() as db:
            assert not [one for one in db.exec(select(OutboxMail)) if one.key.startswith("mail_silence")]
