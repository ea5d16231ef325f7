"""What the gateway keeps is booked once, whenever it says so, at the site's expense alone."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from sqlmodel import select

from peerlearn.domain import payments
from peerlearn.domain.payments import PaymentStatus, capture, razorpay_gateway
from peerlearn.domain.payments.rules import Attempt
from peerlearn.domain.payments.tables import LedgerEntry, LedgerTransaction
from peerlearn.kit import database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import Held, a_held_booking, do_due_jobs, later
from tests.integration.sandbox.razorpay.running import Sandbox

KEPT = {"gateway_fee": -2_200, "gateway_tax": -396, "gateway_clearing": 2_596}


def fees_of(held: Held) -> list[dict[str, int]]:
    """Each movement that books what the gateway keeps of one payment."""
    with database.reading() as db:
        rows = db.exec(
            select(LedgerTransaction.id, LedgerEntry.account, LedgerEntry.amount_paise)
            .join(LedgerEntry)
            .where(LedgerTransaction.payment_id == held.payment.id, LedgerTransaction.kind == "gateway_fee")
        ).all()
    return [
        {account: paise for id_, account, paise in rows if id_ == one} for one in Counter(id_ for id_, _, _ in rows)
    ]


def paid_at(gateway: Sandbox, held: Held) -> Attempt:
    """The learner pays; what the gateway says of it."""
    told = gateway.control("POST", f"orders/{held.open_order().order_id}/pay")
    return razorpay_gateway.attempt(told["razorpay_payment_id"])


def settle(held: Held, *attempts: Attempt) -> None:
    for attempt in attempts:
        with unit_of_work() as work:
            capture.settle(work, held.payment.id or 0, [attempt])


def test_books_what_the_gateway_keeps_once(gateway: Sandbox) -> None:
    held = a_held_booking()
    paid = paid_at(gateway, held)

    settle(held, paid, paid, replace(paid, fee_paise=9_999))

    assert fees_of(held) == [KEPT]
    with database.reading() as db:
        books = payments.books(db)
        assert (books.kept_by_gateway, books.captured) == (Money(2_596), Money(110_000))
        assert (books.balance_sum, payments.profit(db)) == (Money(0), Money(-2_596))


def test_books_a_fee_that_is_known_only_after_the_capture(gateway: Sandbox) -> None:
    held = a_held_booking()
    paid = paid_at(gateway, held)

    settle(held, replace(paid, fee_paise=None, tax_paise=0))
    assert (held.payment.status, fees_of(held)) == (PaymentStatus.CAPTURED, [])
    with later(timedelta(minutes=3)):
        do_due_jobs()

    assert fees_of(held) == [KEPT]
    assert held.movements == ["capture"]


def test_mentor_and_site_share_as_agreed_and_the_site_pays_the_fee(gateway: Sandbox) -> None:
    held = a_held_booking()
    settle(held, paid_at(gateway, held))

    with unit_of_work() as work:
        payments.release(work, held.booking_id)

    with database.reading() as db:
        assert payments.earnings_of(db, held.mentor.user_id).available == Money(90_000)
        assert payments.books(db).app == Money(20_000)
        assert payments.profit(db) == Money(17_404)


def test_a_refund_gives_the_learner_everything_and_leaves_the_fee_with_the_site(gateway: Sandbox) -> None:
    held = a_held_booking()
    settle(held, paid_at(gateway, held))

    with unit_of_work() as work:
        payments.refund_in_full(work, held.booking_id, reason="declined by the mentor")
    do_due_jobs()

    assert (held.payment.status, fees_of(held)) == (PaymentStatus.REFUNDED, [KEPT])
    with database.reading() as db:
        books = payments.books(db)
        assert (books.refunded, books.balance_sum, payments.profit(db)) == (Money(110_000), Money(0), Money(-2_596))


def test_the_fee_of_another_attempt_is_not_ours(gateway: Sandbox) -> None:
    held = a_held_booking()
    paid = paid_at(gateway, held)
    other = replace(paid, razorpay_id="pay_other", status=PaymentStatus.FAILED, fee_paise=500)

    settle(held, other, replace(paid, fee_paise=None), other)

    assert fees_of(held) == []
