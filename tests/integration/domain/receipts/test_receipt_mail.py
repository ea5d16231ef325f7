"""The mail after a payment leads to its receipt, once; money that goes back at once is no reason for thanks."""

import pytest
from sqlmodel import select

from peerlearn.domain import bookings, payments, receipts
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import database
from peerlearn.kit.jobs import Job
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.bookings.living import do_due
from tests.makers import Booked, a_held_booking, a_learner, a_request, pay

pytestmark = pytest.mark.usefixtures("database")


def mails_to_come() -> int:
    with database.reading() as db:
        return len(db.exec(select(Job).where(Job.kind == "mail_receipt")).all())


def payment_of(booked: Booked) -> int:
    with database.reading() as db:
        return db.exec(select(Payment.id).where(Payment.booking_id == booked.booking_id)).one() or 0


def test_leads_to_the_receipt() -> None:
    booked = a_request(learner=a_learner("Ravi"))

    do_due("mail_receipt")

    with database.reading() as db:
        letter = db.exec(select(OutboxMail)).one()
        paper = receipts.paper_of(db, payment_of(booked), by=booked.learner)
    assert letter.to.startswith("ravi.") and paper.number in letter.subject
    assert "You paid ₹1,100 for “Python for beginners” with Meera: ₹1,000, and ₹100 service fee." in letter.body
    assert letter.body.rstrip().endswith(f"/receipts/{payment_of(booked)}.pdf")


def test_says_nothing_where_the_money_goes_back_at_once() -> None:
    booked = a_held_booking()
    with unit_of_work() as work:
        bookings.give_up(work, booked.booking_id, by=booked.learner)
    a_request(booked.offering_id)
    before = mails_to_come()

    pay(booked.booking_id)

    assert mails_to_come() == before == 1
    with database.reading() as db:
        assert db.get_one(Payment, payment_of(booked)).status == payments.PaymentStatus.REFUNDING
        assert receipts.paper_of(db, payment_of(booked), by=booked.learner).given_back[0].settled_at is None
