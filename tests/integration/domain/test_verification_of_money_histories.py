"""The checker knows what a payment, a refund and a payout can go through, and finds what none of them can."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select, text

from peerlearn.domain import audit, bookings, payouts, verification
from peerlearn.domain.payments import refund_reports
from peerlearn.domain.payments.rules import GatewayRefund, RefundStatus
from peerlearn.domain.payments.tables import Refund
from peerlearn.domain.payouts import attempts
from peerlearn.domain.payouts.attempt_rules import Payout, PayoutStatus
from peerlearn.domain.payouts.tables import PayoutAttempt
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.makers import a_completed_booking, a_confirmed_booking, an_offering

pytestmark = pytest.mark.usefixtures("database")

PAYOUT_ID, REFUND_ID = "pout_1", "rfnd_1"


def history_findings() -> set[tuple[str, str]]:
    with database.reading() as db:
        found = verification.verify(db)
    return {(one.rule, one.row) for one in found if one.rule.endswith("-history")}


def tell(action: str, target: str, **details: object) -> None:
    with unit_of_work() as work:
        audit.record(work, action, actor_id=None, target=target, **details)


def write(statement: str) -> None:
    with database.writing() as db:
        db.connection().execute(text(statement))


def a_refund(*answers: RefundStatus) -> Refund:
    """The refund of a booking that its learner cancelled, after the gateway has answered so."""
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(days=2)))
    with unit_of_work() as work:
        bookings.cancel_booking(work, booked.booking_id, back=Money.rupees(1100), by=booked.learner)
    with database.reading() as db:
        refund = db.exec(select(Refund)).one()
    for status in answers:
        with unit_of_work() as work:
            answer = GatewayRefund(REFUND_ID, status, refund.amount_paise)
            refund_reports.record_answer(work, refund.id or 0, answer)
    return refund


def a_payout(*answers: PayoutStatus) -> PayoutAttempt:
    """What a mentor's ₹900 travel by, after RazorpayX has answered so."""
    mentor = a_completed_booking().mentor
    form = payouts.DestinationForm("upi", vpa="meera@okbank")
    with unit_of_work() as work:
        payouts.save_destination(work, form, by=replace(mentor, proved_at=work.now))
    with unit_of_work() as work:
        payouts.withdraw(work, "900", "once", by=mentor)
    with database.reading() as db:
        attempt = db.exec(select(PayoutAttempt)).one()
    for status in answers:
        with unit_of_work() as work:
            attempts.record_answer(work, attempt.id or 0, Payout(status, PAYOUT_ID, Money(590), Money(90), "UTR1"))
    return attempt


SENT, BACK = PayoutStatus.PROCESSED, PayoutStatus.REVERSED
DONE, FAILED, WAITS = RefundStatus.PROCESSED, RefundStatus.FAILED, RefundStatus.PENDING


@pytest.mark.parametrize("answers", [(), (WAITS,), (WAITS, DONE), (FAILED,), (DONE, FAILED)])
def test_finds_nothing_in_what_a_refund_went_through(answers: tuple[RefundStatus, ...]) -> None:
    a_refund(*answers)

    assert history_findings() == set()


@pytest.mark.parametrize(
    "answers", [(), (PayoutStatus.QUEUED, SENT), (SENT, BACK), (PayoutStatus.FAILED,), (BACK, SENT)]
)
def test_finds_nothing_in_what_a_payout_went_through(answers: tuple[PayoutStatus, ...]) -> None:
    a_payout(*answers)

    assert history_findings() == set()


@pytest.mark.parametrize("status", ["pending", "authorized", "refunded"])
def test_finds_a_payment_in_a_state_that_no_step_led_to(status: str) -> None:
    payment = a_refund().payment_id

    write(f"UPDATE payments SET status = '{status}' WHERE id = {payment}")

    assert history_findings() == {("payment-history", f"payment:{payment}")}


@pytest.mark.parametrize("action", ["payment.order", "payment.captured"])
def test_finds_a_payment_that_went_back_or_came_twice(action: str) -> None:
    payment = a_refund(DONE).payment_id

    tell(action, f"payment:{payment}")

    assert history_findings() == {("payment-history", f"payment:{payment}")}


def test_finds_a_refund_in_a_state_that_no_step_led_to() -> None:
    refund = a_refund()

    write(f"UPDATE refunds SET status = 'failed', settled_at = created_at WHERE id = {refund.id}")

    assert history_findings() == {("refund-history", f"refund:{refund.id}")}


def test_lets_a_refund_fail_in_whose_place_another_came() -> None:
    refund = a_refund()
    with unit_of_work() as work:
        refund_reports.note_refused(work, refund.id or 0, "no balance")
    write(
        "INSERT INTO refunds (payment_id, amount_paise, reason, status, idempotency_key, created_at) "
        "SELECT payment_id, amount_paise, reason, 'requested', 'another', created_at "
        f"FROM refunds WHERE id = {refund.id}"
    )
    write(
        "UPDATE refunds SET status = 'failed', settled_at = created_at, replaced_by_id = "
        f"(SELECT MAX(id) FROM refunds) WHERE id = {refund.id}"
    )

    assert history_findings() == set()


@pytest.mark.parametrize("action", ["refund.failed", "refund.processed", "payment.refund"])
def test_finds_a_refund_that_went_on_after_its_end(action: str) -> None:
    refund = a_refund(DONE)

    tell(action, f"payment:{refund.payment_id}", refund_id=refund.id)

    assert history_findings() == {("refund-history", f"refund:{refund.id}")}


def test_finds_a_payout_in_a_state_that_no_step_led_to() -> None:
    payout = a_payout(SENT)

    write(f"UPDATE payout_attempts SET status = 'reversed' WHERE id = {payout.id}")

    assert history_findings() == {("payout-history", f"payout:{payout.id}")}


@pytest.mark.parametrize("action", ["payout.processed", "payout.queued", "payout.failed"])
def test_finds_a_payout_that_went_back(action: str) -> None:
    payout = a_payout(SENT)

    tell(action, f"withdrawal:{payout.withdrawal_id}", payout=PAYOUT_ID)

    assert history_findings() == {("payout-history", f"payout:{payout.id}")}
