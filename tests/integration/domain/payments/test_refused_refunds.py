"""Refunds that the gateway does not take: seen with its words, asked for again, or sent by hand from the bank."""

import dataclasses
from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain import bookings, payments, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.payments import PaymentStatus, capture
from peerlearn.domain.payments.owing import ASK_AFTER
from peerlearn.domain.payments.tables import Account, LedgerEntry, Refund
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import Job, JobState
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import unit_of_work
from peerlearn.sandbox.razorpay.faults import NO_BALANCE
from tests.integration.domain.payments.test_refunds import (
    ALL_OF_IT,
    a_paid_booking,
    a_proved_admin,
    a_returned_refund,
    again,
    owed,
    refund_of,
    refunds_at,
    send_back,
)
from tests.integration.paying import Held, count, do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox
from tests.makers import an_admin

UTR = "HDFCN52026113012"
OVER = ASK_AFTER[-1] + timedelta(hours=1)


def refuse(gateway: Sandbox, *, answer: str = "no_balance", times: int = 100) -> None:
    """The gateway sends nothing back from now on."""
    gateway.control("POST", "faults", method="POST", path="/v1/payments/*/refund", answer=answer, times=times)


def a_refused_refund(gateway: Sandbox) -> Held:
    """A booking whose money should go back, and the gateway has just said no."""
    held = a_paid_booking(gateway)
    refuse(gateway)
    send_back(held)
    do_due_jobs()
    return held


def by_hand(refund: Refund, reference: str = UTR, *, by: Viewer | None = None) -> None:
    """An admin presses "Paid by hand"."""
    admin = by or a_proved_admin()
    with unit_of_work() as work:
        payments.refund_by_hand(work, refund.id or 0, reference, by=admin)


def on(account: Account) -> int:
    """What stands on an account, in paise."""
    with database.reading() as db:
        return sum(db.exec(select(LedgerEntry.amount_paise).where(LedgerEntry.account == account)))


def findings() -> list[str]:
    """What the checker says."""
    with database.reading() as db:
        return [finding.rule for finding in verification.verify(db)]


def test_is_shown_with_the_gateways_words_and_asked_for_again_by_itself(gateway: Sandbox) -> None:
    held = a_refused_refund(gateway)

    [card] = owed()
    refund = refund_of(held)
    assert (card.refund_id, card.name, card.amount) == (refund.id, held.learner.name, "₹1,100")
    assert (card.refused, refund.status, held.payment.status) == (NO_BALANCE, "requested", PaymentStatus.REFUNDING)
    assert card.next_at == (refund.created_at + ASK_AFTER[1]).isoformat()
    with database.reading() as db:
        [job] = db.exec(select(Job).where(Job.kind == "refund_payment", Job.state == JobState.DONE))
    assert job.attempts == 1, "a clear no is not asked for again within seconds"

    gateway.control("DELETE", "faults")
    with later(timedelta(minutes=11)):
        do_due_jobs()
    assert owed() == []
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)
    assert len(refunds_at(gateway, held)) == 1
    assert findings() == []


def test_one_that_is_asked_for_no_more_is_made_again_with_a_key_of_its_own(gateway: Sandbox) -> None:
    held = a_refused_refund(gateway)
    with later(OVER):
        do_due_jobs()
        [card] = owed()
        assert (card.refused, card.next_at) == (NO_BALANCE, "")
        assert findings() == ["refund-asked-for"]
        first = refund_of(held)
        gateway.control("DELETE", "faults")

        again(first, by=a_proved_admin())
        do_due_jobs()

        assert owed() == []
        assert refund_of(held).idempotency_key != first.idempotency_key
        assert len(refunds_at(gateway, held)) == 1
        assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)
        assert findings() == []


def test_is_asked_for_daily_when_its_own_questions_have_ended(gateway: Sandbox) -> None:
    held = a_refused_refund(gateway)
    for day in (6, 7, 8, 9):
        with later(timedelta(days=day)):
            do_due_jobs()
            with unit_of_work() as work:
                payments.ask_for_refunds_daily(work)
                payments.ask_for_refunds_daily(work)
            tomorrow = (clock.now() + timedelta(days=1)).date()
    with later(timedelta(days=9, hours=1)):
        [card] = owed()
        assert findings() == [], "somebody asks for it still"
        assert card.next_at == f"{tomorrow}T00:00:00+00:00"

    gateway.control("DELETE", "faults")
    with later(timedelta(days=10, hours=1)):
        do_due_jobs()

    assert owed() == []
    assert len(refunds_at(gateway, held)) == 1
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)


def test_the_learner_of_one_that_was_sent_by_hand_is_told_its_reference_once(gateway: Sandbox) -> None:
    held = a_refused_refund(gateway)
    by_hand(refund_of(held))

    do_due_jobs()

    with database.reading() as db:
        [letter] = [mail for mail in db.exec(select(OutboxMail)) if "bank account" in mail.subject]
        learner = db.get_one(User, held.learner.user_id)
    assert (letter.to, letter.subject) == (learner.email, "₹1,100 were sent to your bank account")
    assert f"Bank's reference: {UTR}\n" in letter.body


def test_one_that_is_made_again_sooner_takes_the_place_of_the_one_that_was_refused(gateway: Sandbox) -> None:
    held = a_refused_refund(gateway)
    first = refund_of(held)
    gateway.control("DELETE", "faults")

    again(first, by=a_proved_admin())
    with pytest.raises(payments.NothingOwed):
        again(first, by=a_proved_admin())
    with later(OVER):
        do_due_jobs()

    assert (count(Refund), len(refunds_at(gateway, held)), held.movements) == (2, 1, ALL_OF_IT)
    assert findings() == []


def test_what_an_admin_sent_by_hand_is_back_from_the_bank_and_asked_for_no_more(gateway: Sandbox) -> None:
    held = a_refused_refund(gateway)
    admin, clearing = a_proved_admin(), on(Account.GATEWAY_CLEARING)

    by_hand(refund_of(held), f"  {UTR} ", by=admin)
    gateway.control("DELETE", "faults")
    with later(OVER):
        do_due_jobs()

    sent = refund_of(held)
    assert (sent.status, sent.reference, sent.razorpay_refund_id) == ("processed", UTR, None)
    with database.reading() as db:
        assert db.exec(select(Job).where(col(Job.key).startswith(f"refund:{sent.id}:"))).all() == []
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)
    assert refunds_at(gateway, held) == owed() == []
    assert (on(Account.GATEWAY_CLEARING), on(Account.REFUND_IN_TRANSIT)) == (clearing, 0)
    assert on(Account.PAYOUT_BANK) == 110_000
    with database.reading() as db:
        assert (payments.books(db).refunded, payments.books(db).balance_sum) == (Money(110_000), Money(0))
        [card] = bookings.paid_by(db, held.learner.user_id, most=10)
        [deed] = db.exec(select(AuditEntry).where(AuditEntry.action == "refund.by_hand"))
    assert (card.status, card.back, card.on_its_way, card.references) == ("refunded", "₹1,100", "", UTR)
    assert deed.actor_id == admin.user_id
    assert findings() == []


def test_what_a_bank_returned_is_sent_by_hand_too(gateway: Sandbox) -> None:
    held = a_returned_refund(gateway)
    [card] = owed()
    assert (card.refused, card.next_at) == ("", "")

    by_hand(refund_of(held))

    assert owed() == []
    assert (held.payment.status, held.movements) == (PaymentStatus.REFUNDED, ALL_OF_IT)
    assert on(Account.PAYOUT_BANK) == 110_000
    assert findings() == []


def test_a_refund_made_at_the_gateway_after_it_was_sent_by_hand_is_noticed(gateway: Sandbox) -> None:
    held = a_refused_refund(gateway)
    by_hand(refund_of(held))
    gateway.control("DELETE", "faults")
    gateway.client.payment.refund(held.payment.razorpay_id, {"amount": 110_000})

    attempts = capture.capture_and_list(held.payment.order_id or "", 110_000)
    with unit_of_work() as work:
        capture.settle(work, held.payment.id or 0, attempts)

    assert refund_of(held).razorpay_refund_id is None
    with database.reading() as db:
        assert db.exec(select(AuditEntry).where(AuditEntry.action == "refund.mismatch")).one()


def test_nobody_acts_on_one_whose_answer_was_lost_after_it_was_refused(gateway: Sandbox) -> None:
    held = a_refused_refund(gateway)
    gateway.control("DELETE", "faults")
    gateway.control("POST", "faults", method="POST", path="/v1/payments/*/refund", answer="drop", committed=True)
    with later(timedelta(minutes=11)):
        do_due_jobs()
        assert (len(refunds_at(gateway, held)), refund_of(held).status) == (1, "requested")

        with pytest.raises(payments.BeingAskedFor):
            by_hand(refund_of(held))
        with pytest.raises(payments.BeingAskedFor):
            again(refund_of(held), by=a_proved_admin())

    with later(timedelta(minutes=30)):
        do_due_jobs()
    assert (count(Refund), held.movements, len(refunds_at(gateway, held))) == (1, ALL_OF_IT, 1)


def test_a_no_to_our_keys_is_no_answer_about_a_refund(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    do_due_jobs()
    gateway.control("POST", "faults", answer="401", times=2)
    send_back(held)
    do_due_jobs()
    assert (owed(), refund_of(held).refused) == ([], "")

    gateway.control("DELETE", "faults")
    with later(timedelta(minutes=11)):
        do_due_jobs()
    assert held.movements == ALL_OF_IT


def test_only_an_admin_who_proved_it_says_that_it_was_sent(gateway: Sandbox) -> None:
    held = a_refused_refund(gateway)
    proved = {"proved_at": clock.now()}

    for stranger in (held.learner, held.mentor):
        with pytest.raises(payments.NotForYou):
            by_hand(refund_of(held), by=dataclasses.replace(stranger, **proved))
    with pytest.raises(payments.ProofNeeded):
        by_hand(refund_of(held), by=an_admin())
    for wrong in ("", "   ", "abc", "ab cd ef", "-" * 9, "ç" * 9, "1" * 61):
        with pytest.raises(Incomplete) as no:
            by_hand(refund_of(held), wrong)
        assert set(no.value.problems) == {"reference"}
    assert (count(Refund), refund_of(held).status, on(Account.PAYOUT_BANK)) == (1, "requested", 0)

    by_hand(refund_of(held))
    with pytest.raises(payments.NothingOwed):
        by_hand(refund_of(held))
    assert on(Account.PAYOUT_BANK) == 110_000


def test_the_checker_notices_where_it_was_sent_from(gateway: Sandbox) -> None:
    held = a_refused_refund(gateway)
    by_hand(refund_of(held))
    sent = refund_of(held)
    with unit_of_work() as work:
        work.db.get_one(Refund, sent.id or 0).reference = ""

    assert findings() == ["refund-posted", "clearing-adds-up"]
