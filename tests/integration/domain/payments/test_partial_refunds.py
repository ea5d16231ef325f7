"""Parts of a payment go back: several of them, never more than came, whoever asks for them and whatever gets lost."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from peerlearn.domain import bookings, payments, verification
from peerlearn.domain.payments import PaymentStatus, ledger
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Payment, Refund
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.payments.test_refunds import a_paid_booking, a_proved_admin, refunds_at
from tests.integration.paying import Held, a_held_booking, do_due_jobs, eventually, later
from tests.integration.sandbox.razorpay.running import Sandbox

HALF, ALL = Money(55_000), 110_000


def send_part(held: Held, amount: Money) -> None:
    with unit_of_work() as work:
        payments.refund_part(work, held.booking_id, amount, reason="a part of it")


def send_the_rest(held: Held) -> None:
    with unit_of_work() as work:
        payments.refund_in_full(work, held.booking_id, reason="all of it")


def release(held: Held) -> None:
    with unit_of_work() as work:
        payments.release(work, held.booking_id)


def refunds_of(held: Held) -> list[Refund]:
    with database.reading() as db:
        return list(db.exec(select(Refund).where(Refund.payment_id == held.payment.id).order_by(col(Refund.id))))


def balances(held: Held) -> dict[str, int]:
    """What stands where in the ledger for this payment, what the gateway keeps left out."""
    mine = select(LedgerTransaction.id).where(
        LedgerTransaction.payment_id == held.payment.id, LedgerTransaction.kind != "gateway_fee"
    )
    total: Counter[str] = Counter()
    with database.reading() as db:
        for entry in db.exec(select(LedgerEntry).where(col(LedgerEntry.transaction_id).in_(mine))):
            total[entry.account] += entry.amount_paise
    return {account: paise for account, paise in total.items() if paise}


def sent_back(gateway: Sandbox, held: Held) -> int:
    """What the gateway has sent, or is sending, to the learner."""
    return int(gateway.client.payment.fetch(held.payment.razorpay_id)["amount_refunded"])


def all_is_well() -> None:
    """The books' check finds nothing, but for the rooms and bookings that these tests do not act out."""
    with database.reading() as db:
        money = [finding for finding in verification.verify(db) if not finding.row.startswith("booking:")]
        assert [str(finding) for finding in money if finding.rule != "earnings-founded"] == []
        assert payments.books(db).balance_sum == Money(0)


def test_half_goes_back_and_the_rest_is_earned(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)

    send_part(held, HALF)
    release(held)
    do_due_jobs()

    assert (held.payment.status, held.payment.refunded_paise) == (PaymentStatus.CAPTURED, HALF.paise)
    assert held.movements == ["capture", "refund", "release", "refund_processed"]
    assert balances(held) == {
        "gateway_clearing": -55_000,
        "mentor_available": 45_000,
        "app_commission": 5_000,
        "app_service_fee": 5_000,
    }
    assert sent_back(gateway, held) == HALF.paise
    assert refunds_of(held)[0].status == "processed"
    all_is_well()


@pytest.mark.parametrize("earned_after", [0, 1, 2, 3, None])
def test_parts_add_up_to_all_of_it_and_leave_nothing(gateway: Sandbox, earned_after: int | None) -> None:
    held = a_paid_booking(gateway)

    for number, paise in enumerate((33_333, 12_345, 999, None)):
        if number == earned_after:
            release(held)
        send_the_rest(held) if paise is None else send_part(held, Money(paise))
        do_due_jobs()
        all_is_well()

    assert (held.payment.status, held.payment.refunded_paise) == (PaymentStatus.REFUNDED, ALL)
    assert balances(held) == {}
    assert [refund.amount_paise for refund in refunds_of(held)] == [33_333, 12_345, 999, 63_323]
    assert len({refund.idempotency_key for refund in refunds_of(held)}) == len(refunds_at(gateway, held)) == 4


def test_is_on_its_way_back_until_every_part_arrived(gateway: Sandbox, webhooks: str) -> None:
    gateway.control("PUT", "refunds", settle="by_hand")
    held = a_paid_booking(gateway)
    send_part(held, HALF)
    send_the_rest(held)
    do_due_jobs()
    first, second = refunds_of(held)

    gateway.control("POST", f"refunds/{second.razorpay_refund_id}/process")
    assert eventually(lambda: do_due_jobs() and refunds_of(held)[1].status == "processed")
    assert (held.payment.status, refunds_of(held)[0].status) == (PaymentStatus.REFUNDING, "pending")
    gateway.control("POST", f"refunds/{first.razorpay_refund_id}/process")
    assert eventually(lambda: do_due_jobs() and held.payment.status == PaymentStatus.REFUNDED)

    assert balances(held) == {}


@pytest.mark.parametrize("paise", [110_001, 109_901, 99, 0, -55_000])
def test_refuses_more_than_there_is_and_what_the_gateway_does_not_send(gateway: Sandbox, paise: int) -> None:
    held = a_paid_booking(gateway)

    with pytest.raises(payments.RefundNotPossible):
        send_part(held, Money(paise))

    assert refunds_of(held) == []


def test_refuses_parts_that_together_are_more_than_came(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    send_part(held, Money(80_000))

    with pytest.raises(payments.RefundNotPossible):
        send_part(held, HALF)
    send_the_rest(held)
    send_the_rest(held)
    do_due_jobs()

    assert [refund.amount_paise for refund in refunds_of(held)] == [80_000, 30_000]
    assert sent_back(gateway, held) == ALL
    with pytest.raises(IntegrityError, match="refunds_within_total"), unit_of_work() as work:
        work.db.get_one(Payment, held.payment.id).refunded_paise = ALL + 1


def test_takes_back_what_was_withdrawn_already(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    release(held)
    with unit_of_work() as work:
        aside = LedgerTransaction(kind="withdrawal", key="aside", payment_id=held.payment.id, at=clock.now())
        own = (Account.MENTOR_AVAILABLE, held.mentor.user_id)
        ledger.post(work, aside, {own: -90_000, (Account.PAYOUT_IN_TRANSIT, None): 90_000})

    send_part(held, HALF)

    with database.reading() as db:
        assert payments.earned(db, held.mentor.user_id) == Money(-45_000)


@pytest.mark.parametrize("answer", ["drop", "500", "502_html"])
def test_survives_an_answer_that_was_lost_though_a_report_came_first(
    gateway: Sandbox, webhooks: str, answer: str
) -> None:
    held = a_paid_booking(gateway)
    gateway.control("POST", "faults", method="POST", path="/v1/payments/*/refund", answer=answer, committed=True)

    send_part(held, HALF)
    assert eventually(lambda: do_due_jobs() and refunds_of(held)[0].status == "processed")
    with later(timedelta(days=8)):
        do_due_jobs()

    assert len(refunds_of(held)) == len(refunds_at(gateway, held)) == 1
    assert sent_back(gateway, held) == HALF.paise
    all_is_well()


def test_a_part_that_the_bank_returns_is_owed_and_made_again(gateway: Sandbox, webhooks: str) -> None:
    gateway.control("PUT", "refunds", settle="by_hand")
    held = a_paid_booking(gateway)
    send_part(held, HALF)
    send_part(held, Money(10_000))
    do_due_jobs()
    gateway.control("POST", f"refunds/{refunds_of(held)[0].razorpay_refund_id}/fail")
    assert eventually(lambda: do_due_jobs() and refunds_of(held)[0].status == "failed")

    with database.reading() as db:
        [owed] = payments.failed_refunds(db, most=10)
    assert (owed.amount, owed.refund_id) == ("₹550", refunds_of(held)[0].id)
    gateway.control("PUT", "refunds", settle="at_once")
    admin = a_proved_admin()
    with unit_of_work() as work:
        payments.refund_again(work, owed.refund_id, by=admin)
    with pytest.raises(payments.NothingOwed), unit_of_work() as work:
        payments.refund_again(work, owed.refund_id, by=admin)
    do_due_jobs()

    assert (held.payment.refunded_paise, sent_back(gateway, held)) == (65_000, 65_000)
    assert [(one.status, one.amount_paise) for one in refunds_of(held)] == [
        ("failed", 55_000),
        ("pending", 10_000),
        ("processed", 55_000),
    ]
    all_is_well()


def test_follows_a_part_that_somebody_sent_at_the_gateway(gateway: Sandbox, webhooks: str) -> None:
    held = a_paid_booking(gateway)
    release(held)

    gateway.client.payment.refund(held.payment.razorpay_id, {"amount": 11_000})
    assert eventually(lambda: do_due_jobs() and held.payment.refunded_paise == 11_000)

    [refund] = refunds_of(held)
    assert (refund.reason, refund.status) == ("Refunded at the payment service", "processed")
    assert held.payment.status == PaymentStatus.CAPTURED
    assert balances(held)["mentor_available"] == 81_000
    all_is_well()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([55_000], [55_000]),  # the same amount: theirs is ours
        ([110_000], [30_000]),  # no room beside ours: it takes the place of a part
        ([55_000, 55_000], [30_000]),
        ([50_000, 60_000], [30_000, 80_000]),
        ([55_000], [110_000]),
        ([55_000, 20_000], [1_000, 2_000]),
    ],
)
def test_never_sends_more_than_came_beside_what_somebody_sends_there(
    gateway: Sandbox, webhooks: str, ours: list[int], theirs: list[int]
) -> None:
    held = a_paid_booking(gateway)
    for amount in ours:
        with unit_of_work() as work:
            room = Money(ALL - held.payment.refunded_paise)
            if Money(amount) == room:
                payments.refund_in_full(work, held.booking_id, reason="ours")
            else:
                payments.refund_part(work, held.booking_id, Money(amount), reason="ours")
    for amount in theirs:
        gateway.client.payment.refund(held.payment.razorpay_id, {"amount": amount})

    for days in (0, 1, 4, 8):
        with later(timedelta(days=days)):
            do_due_jobs()
    assert eventually(lambda: do_due_jobs() == 0 and held.payment.refunded_paise == sent_back(gateway, held))

    wanted = min(ALL, max(sum(ours), sum(ours) + sum(theirs) - (55_000 if ours == theirs else 0)))
    assert held.payment.refunded_paise == wanted
    standing = [one for one in refunds_of(held) if one.replaced_by_id is None]
    assert {one.status for one in standing} == {"processed"}
    assert held.payment.status == (PaymentStatus.REFUNDED if wanted == ALL else PaymentStatus.CAPTURED)
    all_is_well()


def test_one_that_the_bank_returned_may_be_sent_at_the_gateway_instead(gateway: Sandbox, webhooks: str) -> None:
    gateway.control("PUT", "refunds", settle="by_hand")
    held = a_paid_booking(gateway)
    send_the_rest(held)
    do_due_jobs()
    gateway.control("POST", f"refunds/{refunds_of(held)[0].razorpay_refund_id}/fail")
    assert eventually(lambda: do_due_jobs() and refunds_of(held)[0].status == "failed")

    gateway.control("PUT", "refunds", settle="at_once")
    gateway.client.payment.refund(held.payment.razorpay_id, {"amount": ALL})
    assert eventually(lambda: do_due_jobs() and held.payment.status == PaymentStatus.REFUNDED)

    with database.reading() as db:
        assert payments.failed_refunds(db, most=10) == []
    assert (sent_back(gateway, held), balances(held)) == (ALL, {})
    all_is_well()


def test_counts_what_is_kept_for_a_mentor_without_what_went_back(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    send_part(held, Money(33_333))

    with database.reading() as db:
        kept = payments.earnings_of(db, held.mentor.user_id)

    assert kept == payments.Earnings(available=Money(0), held=Money(90_000 - 90_000 * 33_333 // ALL))


def test_a_learner_sees_what_came_back_and_what_has_not_yet(gateway: Sandbox) -> None:
    held = a_paid_booking(gateway)
    send_part(held, Money(10_000))
    do_due_jobs()
    gateway.control("PUT", "refunds", settle="by_hand")
    send_part(held, Money(30_000))
    do_due_jobs()

    with database.reading() as db:
        [card] = bookings.paid_by(db, held.learner.user_id, most=2)
        assert bookings.spent_by(db, held.learner.user_id) == Money(70_000)

    assert (card.status, card.back, card.back_paise, card.on_its_way) == ("captured", "₹100", 10_000, "₹300")
    assert card.went_back_at != ""
    assert card.arrives == "It usually shows on your card within 5 to 10 days."
    asked_at = refunds_of(held)[-1].created_at
    assert card.expected_by == (asked_at + timedelta(days=10)).isoformat()


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("card", "on your card within 5 to 10 days"),
        ("upi", "within 2 to 7 days"),
        ("netbanking", "within 2 to 10 days"),
        ("wallet", "in your wallet within 3 days"),
    ],
)
def test_says_when_the_money_shows_by_the_way_it_was_paid(gateway: Sandbox, method: str, words: str) -> None:
    held = a_held_booking()
    told = gateway.control("POST", f"orders/{held.open_order().order_id}/pay", method=method)
    payments.confirm(
        told["razorpay_order_id"], told["razorpay_payment_id"], told["razorpay_signature"], by=held.learner
    )

    with database.reading() as db:
        [card] = bookings.paid_by(db, held.learner.user_id, most=2)

    assert held.payment.method == method
    assert words in card.arrives
