"""What the gateway says of a dispute: late, often, in any order, and of what is not ours."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.payments import DisputeStatus, disputes
from peerlearn.domain.payments.dispute_rules import GatewayDispute
from peerlearn.domain.payments.tables import Dispute, Payment, Refund
from peerlearn.kit import database
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.payments.test_dispute_losses import nothing_is_wrong, payment_of
from tests.integration.domain.payments.test_disputes import ALL, dispute_of
from tests.integration.paying import do_due_jobs, later
from tests.makers import a_dispute, a_request, an_admin

pytestmark = pytest.mark.usefixtures("gateway")


def test_what_is_decided_stays() -> None:
    payment = payment_of(a_request().booking_id)
    a_dispute(payment.id or 0, DisputeStatus.WON)

    for status in (DisputeStatus.OPEN, DisputeStatus.LOST, DisputeStatus.CLOSED):
        a_dispute(payment.id or 0, status)

    assert dispute_of(payment.id).status == DisputeStatus.WON
    assert nothing_is_wrong()


def test_an_answer_to_an_older_question_changes_nothing() -> None:
    payment = payment_of(a_request().booking_id)
    with later(timedelta(minutes=1)):
        a_dispute(payment.id or 0, DisputeStatus.UNDER_REVIEW)

    a_dispute(payment.id or 0, DisputeStatus.OPEN)

    assert dispute_of(payment.id).status == DisputeStatus.UNDER_REVIEW


def test_said_twice_is_said_once() -> None:
    payment = payment_of(a_request().booking_id)

    for status in (DisputeStatus.OPEN, DisputeStatus.OPEN, DisputeStatus.LOST, DisputeStatus.LOST):
        a_dispute(payment.id or 0, status)

    with database.reading() as db:
        assert [refund.amount_paise for refund in db.exec(select(Refund))] == [ALL]
    assert nothing_is_wrong()


def test_books_nothing_for_what_is_not_ours() -> None:
    booked = a_request()
    payment = payment_of(booked.booking_id)
    with unit_of_work() as work:
        work.db.get_one(Payment, payment.id).razorpay_id = "pay_other"
        work.db.flush()
        said = GatewayDispute("disp_x", "pay_1", 100, "INR", 100, DisputeStatus.LOST, "fraud", "", None)
        disputes.follow(work, payment.id or 0, said, asked_at=work.now)
        work.db.get_one(Payment, payment.id).razorpay_id = payment.razorpay_id

    with database.reading() as db:
        assert db.exec(select(Dispute)).all() == []
        noted = select(AuditEntry).where(col(AuditEntry.action) == "dispute.mismatch")
        assert len(db.exec(noted).all()) == 1


def test_every_admin_is_warned_once() -> None:
    an_admin("Anil")
    an_admin("Asha")
    payment = payment_of(a_request().booking_id)

    for _ in range(2):
        a_dispute(payment.id or 0)
    do_due_jobs()

    with database.reading() as db:
        letters = [letter for letter in db.exec(select(OutboxMail)) if "disputes" in letter.subject]
    assert sorted(letter.to.split(".")[0] for letter in letters) == ["anil", "asha"]
    assert all("₹1,100" in letter.body and "service not received" in letter.body for letter in letters)
