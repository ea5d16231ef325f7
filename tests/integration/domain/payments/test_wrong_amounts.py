"""Money of another amount than was asked for: it buys nothing, all of it goes back, and its learner hears of it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain import bookings, payments, verification
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.domain.payments import PaymentStatus, WrongAmount
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Movement, StrayPayment
from peerlearn.jobs.clean_up import ask_for_today
from peerlearn.kit import database
from peerlearn.kit.jobs import Job
from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import Held, a_held_booking, count, deliver, do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox

TOO_LITTLE, TOO_MUCH = 109_900, 220_000  # of 110,000 paise
AMOUNTS = [TOO_LITTLE, TOO_MUCH]


def paid_wrongly(gateway: Sandbox, amount: int = TOO_LITTLE) -> tuple[Held, dict[str, str]]:
    """A booking for which another amount came; what the window tells our page."""
    held = a_held_booking()
    return held, gateway.control("POST", f"orders/{held.open_order().order_id}/pay", amount=amount)


def come_back(held: Held, told: dict[str, str]) -> None:
    """The browser reports it."""
    names = ("razorpay_order_id", "razorpay_payment_id", "razorpay_signature")
    payments.confirm(*(told[name] for name in names), by=held.learner)


def by_callback(_gateway: Sandbox, _door: str, held: Held, told: dict[str, str]) -> None:
    with pytest.raises(WrongAmount):
        come_back(held, told)


def by_webhook(gateway: Sandbox, door: str, held: Held, _told: dict[str, str]) -> None:
    for event in gateway.events():
        if str(held.payment.order_id) in event["body"]:
            deliver(door, event)


def by_asking(_gateway: Sandbox, _door: str, _held: Held, _told: dict[str, str]) -> None:
    """Nobody reports anything."""


def stray() -> StrayPayment:
    """The one that there is, fresh."""
    with database.reading() as db:
        return db.exec(select(StrayPayment)).one()


def owed_back() -> int:
    """What the ledger has on its way to learners, in paise."""
    with database.reading() as db:
        owed = select(LedgerEntry.amount_paise).where(LedgerEntry.account == Account.REFUND_IN_TRANSIT)
        return sum(db.exec(owed))


def shown_to(held: Held) -> tuple[str, bool]:
    """What the learner's Payments say came in a wrong amount, and whether it is back."""
    with database.reading() as db:
        (card,) = bookings.paid_by(db, held.learner.user_id, most=5)
    return card.wrong, card.wrong_back


def findings() -> list[str]:
    with database.reading() as db:
        return [str(finding) for finding in verification.verify(db)]


def went_back(gateway: Sandbox, razorpay_id: str) -> list[int]:
    """The refunds of a payment at the gateway that did not fail, in paise."""
    made = gateway.client.payment.fetch_multiple_refund(razorpay_id)["items"]
    return [one["amount"] for one in made if one["status"] != "failed"]


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("heard", [by_callback, by_webhook, by_asking])
def test_goes_back_whole(gateway: Sandbox, door: str, heard: Callable[..., None], amount: int) -> None:
    held, told = paid_wrongly(gateway, amount)

    heard(gateway, door, held, told)
    with later(timedelta(minutes=3)):
        do_due_jobs()

    assert gateway.client.payment.fetch(told["razorpay_payment_id"])["status"] == "refunded"
    assert went_back(gateway, told["razorpay_payment_id"]) == [amount]
    assert (stray().amount_paise, stray().returned_paise) == (amount, amount)
    assert stray().returned_at is not None
    assert not PaymentStatus(held.payment.status).reached(PaymentStatus.CAPTURED)
    assert held.booking.status == BookingStatus.HELD
    assert owed_back() == 0
    assert findings() == []


def test_is_in_the_books_with_what_the_gateway_keeps(gateway: Sandbox) -> None:
    held, told = paid_wrongly(gateway)
    by_callback(gateway, "", held, told)
    do_due_jobs()

    paid = gateway.client.payment.fetch(told["razorpay_payment_id"])
    with database.reading() as db:
        moved = select(LedgerTransaction.id).where(LedgerTransaction.kind == Movement.STRAY)
        entries = db.exec(select(LedgerEntry).where(col(LedgerEntry.transaction_id).in_(moved))).all()
    left = {account: sum(e.amount_paise for e in entries if e.account == account) for account in Account}
    assert {account: paise for account, paise in left.items() if paise} == {
        Account.GATEWAY_CLEARING: paid["fee"],
        Account.GATEWAY_FEE: paid["tax"] - paid["fee"],
        Account.GATEWAY_TAX: -paid["tax"],
    }


def test_is_told_to_the_learner_once(gateway: Sandbox, door: str) -> None:
    held, told = paid_wrongly(gateway)
    with pytest.raises(WrongAmount, match=re.escape("Your bank paid ₹1,099 instead of ₹1,100")):
        come_back(held, told)
    by_webhook(gateway, door, held, told)
    assert shown_to(held) == ("₹1,099", False)
    do_due_jobs()
    assert shown_to(held) == ("₹1,099", True)

    with database.reading() as db:
        letter = db.exec(select(OutboxMail).where(col(OutboxMail.key).startswith("mail_stray"))).one()
        assert len(db.exec(select(AuditEntry).where(AuditEntry.action == "payment.mismatch")).all()) == 1
    assert letter.subject == "₹1,099 came instead of ₹1,100, and are on their way back to you"
    assert "Nothing was booked" in letter.body


def test_goes_back_once_when_the_answer_is_lost(gateway: Sandbox) -> None:
    held, told = paid_wrongly(gateway)
    by_callback(gateway, "", held, told)
    gateway.control("POST", "faults", path="/v1/payments/*/refund", answer="drop", committed=True)

    for minutes in (0, 11, 61):
        with later(timedelta(minutes=minutes)):
            do_due_jobs()

    assert went_back(gateway, told["razorpay_payment_id"]) == [TOO_LITTLE]
    assert stray().returned_at is not None


def test_is_sent_again_when_a_bank_returns_it(gateway: Sandbox) -> None:
    gateway.control("PUT", "refunds", settle="by_hand")
    held, told = paid_wrongly(gateway)
    by_callback(gateway, "", held, told)
    do_due_jobs()
    (first,) = gateway.client.payment.fetch_multiple_refund(told["razorpay_payment_id"])["items"]
    assert (stray().returned_paise, owed_back()) == (0, TOO_LITTLE)

    gateway.control("POST", f"refunds/{first['id']}/fail")
    gateway.control("PUT", "refunds", settle="at_once")
    with later(timedelta(minutes=11)):
        do_due_jobs()

    assert went_back(gateway, told["razorpay_payment_id"]) == [TOO_LITTLE]
    assert (stray().returned_paise, owed_back()) == (TOO_LITTLE, 0)


def test_sends_the_rest_of_what_somebody_refunded_at_the_gateway(gateway: Sandbox) -> None:
    held, told = paid_wrongly(gateway)
    gateway.client.payment.refund(told["razorpay_payment_id"], {"amount": 50_000})

    by_callback(gateway, "", held, told)
    do_due_jobs()

    assert sorted(went_back(gateway, told["razorpay_payment_id"])) == [50_000, TOO_LITTLE - 50_000]
    assert stray().returned_at is not None
    assert findings() == []


def test_leaves_the_order_open_for_the_right_amount(gateway: Sandbox) -> None:
    held, told = paid_wrongly(gateway)
    by_callback(gateway, "", held, told)

    come_back(held, gateway.control("POST", f"orders/{held.payment.order_id}/pay"))
    do_due_jobs()

    assert (held.payment.status, held.booking.status) == (PaymentStatus.CAPTURED, BookingStatus.PENDING)
    assert [kind for kind in held.movements if kind != Movement.STRAY] == ["capture"]
    assert went_back(gateway, told["razorpay_payment_id"]) == [TOO_LITTLE]
    assert findings() == []


def test_is_asked_for_every_day_until_it_is_back(gateway: Sandbox) -> None:
    gateway.control("PUT", "refunds", settle="by_hand")
    held, told = paid_wrongly(gateway)
    by_callback(gateway, "", held, told)
    for days in (0, 1.1, 3.1, 6.9, 7.1):
        with later(timedelta(days=days)):
            do_due_jobs()
    (made,) = gateway.client.payment.fetch_multiple_refund(told["razorpay_payment_id"])["items"]
    gateway.control("POST", f"refunds/{made['id']}/process")

    with later(timedelta(days=8)), unit_of_work() as work:
        ask_for_today(work)
    with later(timedelta(days=9.1)):
        do_due_jobs()

    assert stray().returned_at is not None


def test_the_checker_finds_what_does_not_go_back(gateway: Sandbox) -> None:
    gateway.control("PUT", "refunds", settle="by_hand")
    held, told = paid_wrongly(gateway)
    by_callback(gateway, "", held, told)
    assert findings() == []

    with unit_of_work() as work:
        for job in work.db.exec(select(Job).where(Job.kind == "return_stray")):
            work.db.delete(job)
        work.db.get_one(StrayPayment, stray().id).amount_paise += 1

    assert {line.split()[0] for line in findings()} == {"stray-posted", "stray-goes-back"}


def test_nothing_is_owed_for_a_payment_of_another_order(gateway: Sandbox) -> None:
    mine, theirs = a_held_booking(), a_held_booking()
    told = gateway.control("POST", f"orders/{theirs.open_order().order_id}/pay", amount=TOO_LITTLE)
    mine.open_order()

    with pytest.raises(payments.NotYourPayment):
        come_back(mine, told)

    assert count(StrayPayment) == 0
