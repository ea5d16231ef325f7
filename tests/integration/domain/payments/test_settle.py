"""Settling: whatever is reported in whatever order, the ledger holds each movement once and sums to zero."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from peerlearn.domain import payments
from peerlearn.domain.payments import PaymentStatus, capture
from peerlearn.domain.payments.rules import CURRENCY, Attempt, GatewayRefund, RefundStatus
from peerlearn.domain.payments.tables import LedgerEntry, Payment, Refund
from peerlearn.kit import database, ids
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.paying import Held, a_held_booking

STEPS = [
    PaymentStatus.CREATED,
    PaymentStatus.FAILED,
    PaymentStatus.AUTHORIZED,
    PaymentStatus.CAPTURED,
    PaymentStatus.REFUNDING,
    PaymentStatus.REFUNDED,
]


def an_open_order() -> Held:
    """A booking whose learner sees the payment window."""
    held = a_held_booking()
    with unit_of_work() as work:
        payment = work.db.get_one(Payment, held.payment.id)
        payment.order_id, payment.status = f"order_{ids.short_id()}", PaymentStatus.PENDING
    return held


def report(held: Held, status: PaymentStatus, razorpay_id: str) -> None:
    """The gateway says one thing about one attempt."""
    payment = held.payment
    went_back = {PaymentStatus.REFUNDING: RefundStatus.PENDING, PaymentStatus.REFUNDED: RefundStatus.PROCESSED}
    refunds = [
        GatewayRefund(f"rfnd_{razorpay_id}", s, payment.total_paise) for one, s in went_back.items() if one == status
    ]
    attempt = Attempt(
        *(razorpay_id, payment.order_id or "", payment.total_paise, CURRENCY, status), refunds=tuple(refunds)
    )
    with unit_of_work() as work:
        capture.settle(work, payment.id or 0, [attempt])


@pytest.mark.usefixtures("database")
class TestAnyOrder:
    """One database for all examples; every example is a booking of its own."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def test_holds_every_movement_once(self, data: st.DataObject) -> None:
        farthest = data.draw(st.integers(min_value=1, max_value=len(STEPS)))
        winning = [(status, "wins") for status in STEPS[:farthest]]
        losing = data.draw(st.lists(st.sampled_from([(status, "loses") for status in STEPS[:3]]), max_size=3))
        told = winning + losing
        told += data.draw(st.lists(st.sampled_from(told), max_size=4))
        held = an_open_order()

        for status, attempt in data.draw(st.permutations(told)):
            report(held, status, f"pay_{attempt}_{held.booking_id}")

        last = STEPS[farthest - 1]
        assert held.payment.status == (last if last.reached(PaymentStatus.AUTHORIZED) else self._least(told))
        assert held.movements == self._movements(last)
        assert self._balance(held) == Counter(self._balances(last))

    @staticmethod
    def _least(told: list[tuple[PaymentStatus, str]]) -> PaymentStatus:
        reported = [PaymentStatus.PENDING, *(status for status, _ in told)]
        return max(reported, key=lambda status: status.rank)

    @staticmethod
    def _movements(last: PaymentStatus) -> list[str]:
        expected = ["capture"] if last.reached(PaymentStatus.CAPTURED) else []
        expected += ["refund"] if last.reached(PaymentStatus.REFUNDING) else []
        return expected + (["refund_processed"] if last is PaymentStatus.REFUNDED else [])

    @staticmethod
    def _balances(last: PaymentStatus) -> dict[str, int]:
        place = {PaymentStatus.CAPTURED: "booking_escrow", PaymentStatus.REFUNDING: "refund_in_transit"}.get(last)
        return {place: 110_000, "gateway_clearing": -110_000} if place else {}

    @staticmethod
    def _balance(held: Held) -> Counter[str]:
        from peerlearn.domain.payments.tables import LedgerTransaction

        mine = select(LedgerTransaction.id).where(LedgerTransaction.payment_id == held.payment.id)
        total: Counter[str] = Counter()
        with database.reading() as db:
            for entry in db.exec(select(LedgerEntry).where(col(LedgerEntry.transaction_id).in_(mine))):
                total[entry.account] += entry.amount_paise
        assert sum(total.values()) == 0
        return Counter({account: paise for account, paise in total.items() if paise})


@pytest.mark.usefixtures("database")
def test_money_refunded_before_we_heard_of_it_buys_nothing() -> None:
    held = an_open_order()

    report(held, PaymentStatus.REFUNDED, "pay_1")

    assert held.booking.status == "held"
    assert held.movements == ["capture", "refund", "refund_processed"]
    with database.reading() as db:
        refund = db.exec(select(Refund)).one()
        books = payments.books(db)
    assert (refund.reason, refund.status) == ("Refunded at the payment service", "processed")
    assert books.captured == books.refunded == Money(110_000)


@pytest.mark.usefixtures("database")
def test_releasing_is_done_once_and_counts_as_earned() -> None:
    held = an_open_order()
    report(held, PaymentStatus.CAPTURED, "pay_1")

    for _ in range(3):
        with unit_of_work() as work:
            payments.release(work, held.booking_id)

    assert held.movements == ["capture", "release"]
    with database.reading() as db:
        assert payments.earnings_of(db, held.mentor.user_id) == payments.Earnings(Money.rupees(900), Money(0))
        assert payments.earnings_of(db, held.learner.user_id) == payments.Earnings(Money(0), Money(0))
        assert payments.books(db) == payments.Books(
            captured=Money.rupees(1100),
            mentor=Money.rupees(900),
            app=Money.rupees(200),
            refunded=Money(0),
            balance_sum=Money(0),
            with_gateway=Money.rupees(1100),
        )


@pytest.mark.usefixtures("database")
def test_nothing_is_released_that_did_not_come() -> None:
    held = an_open_order()

    with unit_of_work() as work:
        payments.release(work, held.booking_id)
        payments.refund_in_full(work, held.booking_id, reason="nothing to refund")

    assert held.movements == []
    assert held.payment.status == PaymentStatus.PENDING


@pytest.mark.usefixtures("database")
def test_a_refund_after_the_session_takes_both_shares_back() -> None:
    held = an_open_order()
    report(held, PaymentStatus.CAPTURED, "pay_1")
    with unit_of_work() as work:
        payments.release(work, held.booking_id)

    report(held, PaymentStatus.REFUNDED, "pay_1")

    with database.reading() as db:
        assert payments.earnings_of(db, held.mentor.user_id).available == Money(0)
        books = payments.books(db)
    assert (books.mentor, books.app, books.balance_sum) == (Money(0), Money(0), Money(0))
    assert books.refunded == Money.rupees(1100)
