"""Refunds: all of it, once, whatever dies or goes missing on the way."""

import dataclasses
from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain import payments
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.payments import PaymentStatus, razorpay_gateway
from peerlearn.domain.payments.tables import Refund
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import LEASE, Job, JobState, queue
from peerlearn.kit.jobs.runner import run_next
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import Held, a_held_booking, count, do_due_jobs, eventually, later
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import an_admin

ALL_OF_IT = ["capture", "refund", "refund_processed"]


def a_paid_booking(gateway: Sandbox) -> Held:
    """A booking whose money has come."""
    held = a_held_booking()
    told = gateway.control("POST", f"orders/{held.open_order().order_id}/pay")
    payments.confirm(
        told["razorpay_order_id"], told["razorpay_payment_id"], told["razorpay_signature"], by=held.learner
    )
    return held


def send_back(held: Held) -> None:
    """The mentor declines, say."""
    with unit_of_work() as work:
        payments.refund_in_full(work, held.booking_id, reason="declined by the mentor")


def refund_of(held: Held) -> Refund:
    """The latest refund's row, fresh."""
    rows = select(Refund).where(Refund.payment_id == held.payment.id).order_by(col(Refund.id).desc())
    with database.reading() as db:
        refund = db.exec(rows).first()
    assert refund is not None
    return refund


def refund_job(held: Held, *, after: timedelta) -> Job:
    """One of the jobs that ask for the refund."""
    key = f"refund:{refund_of(held).id}:after:{int(after.total_seconds())}"
    with database.reading() as db:
        return db.exec(select(Job).where(Job.key == key)).one()


def refunds_at(gateway: Sandbox, held: Held) -> list[dict[str, object]]:
    """The gateway's own list of refunds of this payment."""
    return [r for r in gateway.control("GET", "refunds")["items"] if r["payment_id"] == held.payment.razorpay_id]


def test_sends_everything_back(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)

    send_back(held)
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDING, ["capture", "refund"])
    do_due_jobs()

    refund = refund_of(held)
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)
    assert (refund.status, refund.amount_paise) == ("processed", 110_000)
    assert [r["id"] for r in refunds_at(gateway, held)] == [refund.razorpay_refund_id]
    with database.reading() as db:
        books = payments.books(db)
        assert payments.earnings_of(db, held.mentor.user_id) == payments.Earnings(Money(0), Money(0))
    assert (books.captured, books.refunded, books.balance_sum) == (Money(110_000), Money(110_000), Money(0))


def test_asks_under_the_key_that_was_written_down(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    send_back(held)
    do_due_jobs()
    refund = refund_of(held)

    again = gateway.client.payment.refund(
        held.payment.razorpay_id,
        {"amount": 110_000, "speed": "normal"},
        headers={"X-Refund-Idempotency": refund.idempotency_key},
    )

    assert again["id"] == refund.razorpay_refund_id


def test_happens_once_however_often_it_is_asked_for(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)

    send_back(held)
    send_back(held)
    do_due_jobs()
    send_back(held)
    with later(timedelta(days=8)):
        do_due_jobs()

    assert count(Refund) == len(refunds_at(gateway, held)) == 1
    assert held.movements == ALL_OF_IT


@pytest.mark.parametrize("answer", ["drop", "500", "502_html"])
def test_survives_an_answer_that_was_lost(gateway: Sandbox, answer: str) -> None:
    held = a_paid_booking(gateway)
    gateway.control("POST", "faults", method="POST", path="/v1/payments/*/refund", answer=answer, committed=True)

    do_due_jobs()
    send_back(held)
    assert run_next()
    assert refund_of(held).status == "requested"
    assert len(refunds_at(gateway, held)) == 1
    with later(timedelta(minutes=1)):
        do_due_jobs()

    assert len(refunds_at(gateway, held)) == 1
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)


def test_survives_a_worker_that_dies_between_call_and_record(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    do_due_jobs()
    send_back(held)
    run = queue.claim()
    assert run is not None and run.kind == "refund_payment"
    razorpay_gateway.refund(held.payment.razorpay_id or "", 110_000, refund_of(held).idempotency_key)

    for pause in (LEASE, LEASE + timedelta(minutes=1)):
        with later(pause):
            do_due_jobs()

    assert len(refunds_at(gateway, held)) == 1
    assert held.movements == ALL_OF_IT


def test_goes_on_after_an_outage_that_outlasts_a_job(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    gateway.control("POST", "faults", method="POST", path="/v1/payments/*/refund", answer="503", times=1000)
    send_back(held)

    for minutes in range(30):
        with later(timedelta(minutes=minutes)):
            do_due_jobs()
    assert refund_job(held, after=timedelta(0)).state == JobState.DEAD
    gateway.control("DELETE", "faults")
    with later(timedelta(hours=1, seconds=1)):
        do_due_jobs()

    assert len(refunds_at(gateway, held)) == 1
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)


def test_backs_off_between_tries(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    gateway.control("POST", "faults", method="POST", path="/v1/payments/*/refund", answer="500", times=3)
    send_back(held)

    for minutes in range(4):
        with later(timedelta(minutes=minutes)):
            do_due_jobs()

    job = refund_job(held, after=timedelta(0))
    assert (job.attempts, job.state) == (4, JobState.DONE)
    assert held.payment.status == PaymentStatus.REFUNDED


def test_waits_for_a_slow_bank(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    gateway.control("PUT", "refunds", settle="by_hand")

    send_back(held)
    do_due_jobs()
    assert (refund_of(held).status, held.payment.status) == ("pending", PaymentStatus.REFUNDING)
    assert held.movements == ["capture", "refund"]
    gateway.control("POST", f"refunds/{refund_of(held).razorpay_refund_id}/process")
    with later(timedelta(minutes=11)):
        do_due_jobs()

    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)


def test_hears_from_a_slow_bank_by_webhook(gateway: Sandbox, webhooks: str) -> None:
    gateway.control("PUT", "refunds", settle="by_hand")
    held = a_paid_booking(gateway)
    send_back(held)
    do_due_jobs()

    gateway.control("POST", f"refunds/{refund_of(held).razorpay_refund_id}/process")
    assert eventually(lambda: do_due_jobs() and held.payment.status == PaymentStatus.REFUNDED)

    assert held.movements == ALL_OF_IT
    assert refund_of(held).settled_at is not None


def test_a_refund_that_the_bank_returns_is_still_owed_and_can_be_made_again(gateway: Sandbox, webhooks: str) -> None:
    gateway.control("PUT", "refunds", settle="by_hand")
    held = a_paid_booking(gateway)
    send_back(held)
    do_due_jobs()
    first = refund_of(held)

    gateway.control("POST", f"refunds/{first.razorpay_refund_id}/fail")
    assert eventually(lambda: do_due_jobs() and refund_of(held).status == "failed")
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDING, ["capture", "refund"])
    with database.reading() as db:
        assert db.exec(select(AuditEntry).where(AuditEntry.action == "refund.failed")).one()

    gateway.control("PUT", "refunds", settle="at_once")
    again(first, by=a_proved_admin())
    assert refund_of(held).status == "requested"  # its key is written down before the gateway hears of it
    do_due_jobs()
    assert refund_of(held).idempotency_key != first.idempotency_key
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)


def a_proved_admin() -> Viewer:
    return dataclasses.replace(an_admin(), proved_at=clock.now())


def again(failed: Refund, *, by: Viewer) -> None:
    """An admin presses "Refund again"."""
    with unit_of_work() as work:
        payments.refund_again(work, failed.id or 0, by=by)


def owed() -> list[payments.FailedRefundCard]:
    with database.reading() as db:
        return payments.failed_refunds(db, most=10)


def a_returned_refund(gateway: Sandbox) -> Held:
    """A booking whose money went back, and was returned by the bank."""
    gateway.control("PUT", "refunds", settle="by_hand")
    held = a_paid_booking(gateway)
    send_back(held)
    do_due_jobs()
    gateway.control("POST", f"refunds/{refund_of(held).razorpay_refund_id}/fail")
    with later(timedelta(minutes=11)):
        do_due_jobs()
    return held


def test_what_a_bank_returned_is_shown_until_it_arrives(gateway: Sandbox) -> None:
    held = a_returned_refund(gateway)
    admin, first = a_proved_admin(), refund_of(held)
    assert [(c.refund_id, c.name, c.amount, c.reference) for c in owed()] == [
        (first.id, held.learner.name, "₹1,100", first.razorpay_refund_id)
    ]

    again(first, by=admin)
    assert owed() == []
    do_due_jobs()
    gateway.control("POST", f"refunds/{refund_of(held).razorpay_refund_id}/fail")
    with later(timedelta(minutes=11)):
        do_due_jobs()
    second = refund_of(held)
    assert [card.refund_id for card in owed()] == [second.id] != [first.id]

    gateway.control("PUT", "refunds", settle="at_once")
    again(second, by=admin)
    do_due_jobs()
    assert owed() == []
    assert [r["status"] for r in refunds_at(gateway, held)].count("processed") == 1
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)
    with database.reading() as db:
        deeds = db.exec(select(AuditEntry).where(AuditEntry.action == "payment.refund").order_by(col(AuditEntry.id)))
        assert [deed.actor_id for deed in deeds] == [None, admin.user_id, admin.user_id]
        assert payments.books(db).balance_sum == Money(0)


def test_a_returned_refund_is_made_again_once(gateway: Sandbox) -> None:
    held = a_returned_refund(gateway)
    first = refund_of(held)
    gateway.control("PUT", "refunds", settle="at_once")

    again(first, by=a_proved_admin())
    with pytest.raises(payments.NothingOwed):
        again(first, by=a_proved_admin())
    do_due_jobs()
    with pytest.raises(payments.NothingOwed):
        again(first, by=a_proved_admin())

    assert count(Refund) == len(refunds_at(gateway, held)) == 2


def test_only_an_admin_who_proved_it_makes_a_refund_again(gateway: Sandbox) -> None:
    held = a_returned_refund(gateway)
    admin, proved = a_proved_admin(), {"proved_at": clock.now()}

    for stranger in (held.learner, held.mentor):
        with pytest.raises(payments.NotForYou):
            again(refund_of(held), by=dataclasses.replace(stranger, **proved))
    with pytest.raises(payments.ProofNeeded):
        again(refund_of(held), by=an_admin())
    with pytest.raises(payments.NothingOwed), unit_of_work() as work:
        payments.refund_again(work, 2**31 - 1, by=admin)

    assert count(Refund) == 1


def test_takes_over_a_refund_made_at_the_gateway(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    made = gateway.client.payment.refund(held.payment.razorpay_id, {"amount": 110_000})

    send_back(held)
    do_due_jobs()

    assert refund_of(held).razorpay_refund_id == made["id"]
    assert len(refunds_at(gateway, held)) == 1
    assert held.movements == ALL_OF_IT


def test_follows_a_refund_that_someone_else_made(gateway: Sandbox, webhooks: str) -> None:
    held = a_paid_booking(gateway)

    gateway.client.payment.refund(held.payment.razorpay_id, {"amount": 110_000})
    assert eventually(lambda: do_due_jobs() and held.payment.status == PaymentStatus.REFUNDED)

    assert held.movements == ALL_OF_IT
    assert refund_of(held).reason == "Refunded at the payment service"
