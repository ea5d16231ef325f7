"""Confirming: what the browser says is proof at most; the gateway's own word and our own order decide."""

import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from peerlearn.domain import payments
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.payments import (
    GatewayDown,
    MoneyReturned,
    NotPaidYet,
    NotYourPayment,
    PaymentNotVerified,
    PaymentStatus,
    WrongAmount,
)
from peerlearn.domain.payments.tables import LedgerTransaction, Payment
from peerlearn.kit import database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import Held, a_held_booking, count, do_due_jobs
from tests.integration.sandbox.razorpay.running import KEY_SECRET, WEBHOOK_SECRET, Sandbox
from tests.makers import a_learner

Told = tuple[str, str, str]


def pay(gateway: Sandbox, order_id: str) -> Told:
    """Somebody pays an order in the window; what the window tells our page."""
    told = gateway.control("POST", f"orders/{order_id}/pay")
    return told["razorpay_order_id"], told["razorpay_payment_id"], told["razorpay_signature"]


def signature(order_id: str, payment_id: str, secret: str = KEY_SECRET) -> str:
    """What the holder of a secret signs for a checkout."""
    return hmac.new(secret.encode(), f"{order_id}|{payment_id}".encode(), hashlib.sha256).hexdigest()


def audited(action: str) -> list[AuditEntry]:
    """The audit rows of one kind of deed."""
    with database.reading() as db:
        return list(db.exec(select(AuditEntry).where(AuditEntry.action == action)))


def nothing_happened_to(held: Held) -> bool:
    """Whether no money was booked."""
    return held.movements == [] and held.booking.status == BookingStatus.HELD


def test_books_the_money_and_asks_the_mentor(gateway: Sandbox) -> None:
    held = a_held_booking()
    told = pay(gateway, held.open_order().order_id)

    payments.confirm(*told, by=held.learner)

    payment = held.payment
    assert (payment.status, payment.razorpay_id) == (PaymentStatus.CAPTURED, told[1])
    assert payment.captured_at is not None
    assert held.booking.status == BookingStatus.PENDING
    assert held.movements == ["capture"]
    assert len(audited("payment.captured")) == 1
    with database.reading() as db:
        assert payments.earnings_of(db, held.mentor.user_id).held == Money.rupees(900)


def test_is_one_payment_however_often_it_is_said(gateway: Sandbox) -> None:
    held = a_held_booking()
    told = pay(gateway, held.open_order().order_id)

    with ThreadPoolExecutor(10) as tabs:
        list(tabs.map(lambda _: payments.confirm(*told, by=held.learner), range(10)))

    assert held.movements == ["capture"]
    assert len(audited("payment.captured")) == len(audited("booking.request")) == 1


@pytest.mark.parametrize(
    "forge",
    [
        lambda order, paid, _right: (order, paid, ""),
        lambda order, paid, _right: (order, paid, "0" * 64),
        lambda order, paid, right: (order, paid, right.upper()),
        lambda order, paid, right: (order, paid, right[:-1]),
        lambda order, paid, _right: (order, paid, "ünicode\ud800"),
        lambda order, paid, _right: (order, paid, signature(order, paid, WEBHOOK_SECRET)),
        lambda order, paid, _right: (order, paid, signature(paid, order)),
        lambda order, _paid, right: (order, "pay_00000000000000", right),
        lambda order, paid, right: (order, f"{paid}/../x", right),
    ],
)
def test_refuses_a_forged_signature(gateway: Sandbox, forge) -> None:  # type: ignore[no-untyped-def]
    held = a_held_booking()
    told = pay(gateway, held.open_order().order_id)

    with pytest.raises(PaymentNotVerified):
        payments.confirm(*forge(*told), by=held.learner)

    assert nothing_happened_to(held)
    assert [row.actor_id for row in audited("payment.forged")] == [held.learner.user_id]


def test_refuses_the_proof_of_another_order(gateway: Sandbox) -> None:
    cheap, dear = a_held_booking(Money.rupees(10)), a_held_booking()
    learner = dear.learner
    _, paid, right = pay(gateway, cheap.open_order().order_id)

    with pytest.raises(PaymentNotVerified):
        payments.confirm(dear.open_order().order_id, paid, right, by=learner)

    assert nothing_happened_to(dear)


def test_is_not_for_other_people(gateway: Sandbox) -> None:
    held = a_held_booking()
    told = pay(gateway, held.open_order().order_id)

    for stranger in (a_learner(), held.mentor):
        with pytest.raises(NotYourPayment):
            payments.confirm(*told, by=stranger)

    assert nothing_happened_to(held)


def test_refuses_an_order_that_is_not_ours(gateway: Sandbox) -> None:
    held = a_held_booking()
    told = pay(gateway, gateway.order()["id"])

    with pytest.raises(NotYourPayment):
        payments.confirm(*told, by=held.learner)


@pytest.mark.parametrize("order_id", ["", "order_unknown", "\x00", "\ud800", "order_é", "x" * 100_000])
def test_refuses_an_order_that_cannot_be(gateway: Sandbox, order_id: str) -> None:
    held = a_held_booking()

    with pytest.raises(NotYourPayment):
        payments.confirm(order_id, "pay_1", "signature", by=held.learner)


@pytest.mark.parametrize("amount", [110_100, 100])
def test_refuses_true_money_of_another_amount(gateway: Sandbox, amount: int) -> None:
    held = a_held_booking()
    held.open_order()
    order = gateway.order(amount)
    with unit_of_work() as work:
        work.db.get_one(Payment, held.payment.id).order_id = order["id"]
    told = pay(gateway, order["id"])

    with pytest.raises(WrongAmount):
        payments.confirm(*told, by=held.learner)

    assert set(held.movements) == {"stray"} and held.booking.status == BookingStatus.HELD
    assert len(audited("payment.mismatch")) == 1


def test_captures_what_the_bank_has_only_set_aside(gateway: Sandbox) -> None:
    held = a_held_booking()
    gateway.order(110_000, receipt=held.payment.receipt, payment={"capture": "manual"})
    told = pay(gateway, held.open_order().order_id)
    assert gateway.client.payment.fetch(told[1])["status"] == "authorized"

    payments.confirm(*told, by=held.learner)

    assert gateway.client.payment.fetch(told[1])["status"] == "captured"
    assert (held.payment.status, held.movements) == (PaymentStatus.CAPTURED, ["capture"])


def test_waits_for_a_payment_that_failed(gateway: Sandbox) -> None:
    held = a_held_booking()
    order_id = held.open_order().order_id
    told = gateway.control("POST", f"orders/{order_id}/fail")
    failed = told["error"]["metadata"]["payment_id"]

    with pytest.raises(NotPaidYet):
        payments.confirm(order_id, failed, signature(order_id, failed), by=held.learner)
    assert nothing_happened_to(held)
    assert held.payment.status == PaymentStatus.FAILED

    payments.confirm(*pay(gateway, order_id), by=held.learner)
    assert (held.payment.status, held.movements) == (PaymentStatus.CAPTURED, ["capture"])


def test_can_be_said_again_after_an_outage(gateway: Sandbox) -> None:
    held = a_held_booking()
    told = pay(gateway, held.open_order().order_id)
    gateway.control("POST", "faults", answer="500")

    with pytest.raises(GatewayDown):
        payments.confirm(*told, by=held.learner)
    assert nothing_happened_to(held)

    payments.confirm(*told, by=held.learner)
    assert held.movements == ["capture"]


def test_sends_the_money_back_when_the_session_is_gone(gateway: Sandbox) -> None:
    held = a_held_booking()
    told = pay(gateway, held.open_order().order_id)
    with unit_of_work() as work:
        work.db.get_one(Offering, held.booking.session_id).status = OfferingStatus.CANCELLED

    with pytest.raises(MoneyReturned, match="This session could no longer be booked"):
        payments.confirm(*told, by=held.learner)
    do_due_jobs()

    assert held.movements == ["capture", "refund", "refund_processed"]
    assert held.payment.status == PaymentStatus.REFUNDED
    assert gateway.client.payment.fetch(told[1])["amount_refunded"] == 110_000
    with database.reading() as db:
        books = payments.books(db)
    assert (books.captured, books.refunded, books.mentor) == (Money(110_000), Money(110_000), Money(0))
    assert count(LedgerTransaction) == 4  # what the gateway keeps, too


def test_takes_money_that_comes_after_the_hold(gateway: Sandbox) -> None:
    held = a_held_booking()
    told = pay(gateway, held.open_order().order_id)
    with unit_of_work() as work:
        booking = held.booking
        booking.status, booking.hold_ends_at = BookingStatus.EXPIRED, work.now - timedelta(minutes=1)
        work.db.add(booking)

    payments.confirm(*told, by=held.learner)

    assert held.booking.status == BookingStatus.PENDING
