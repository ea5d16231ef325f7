"""The checker finds whatever in the gateway's books is not what ours say, each by the rule that it breaks."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.domain.settlements.recording import record
from peerlearn.domain.settlements.rules import Line, LineKind, Sum
from peerlearn.domain.verification.settlement_rules import SETTLED_WITHIN, SETTLEMENT_RULES
from peerlearn.kit import clock, database
from peerlearn.kit.work import unit_of_work
from tests.integration.domain.test_verification import a_life, do, found

pytestmark = pytest.mark.usefixtures("database")

LATER = timedelta(minutes=1)


def settled(name: str = "setl_1", *, at: datetime | None = None) -> None:
    """The gateway has settled all that came and all that went back, each as the ledger knows it."""
    with database.reading() as db:
        came = db.exec(select(Payment).where(col(Payment.captured_at).is_not(None))).all()
        back = db.exec(select(Refund).where(col(Refund.razorpay_refund_id).is_not(None))).all()
    ids = {payment.id: payment.razorpay_id or "" for payment in came}
    lines = [_line(name, LineKind.PAYMENT, ids[one.id], one.total_paise, 0) for one in came]
    lines += [
        _line(name, LineKind.REFUND, one.razorpay_refund_id or "", 0, one.amount_paise, ids[one.payment_id])
        for one in back
    ]
    lines.append(_line(name, LineKind.ADJUSTMENT, "adj_1", 0, 12))
    whole = Sum(
        name,
        sum(line.credit_paise - line.debit_paise for line in lines),
        "UTR1",
        at or datetime(2026, 11, 30, tzinfo=UTC),
    )
    with unit_of_work() as work:
        record(work, lines, {name: whole})


def _line(name: str, kind: LineKind, razorpay_id: str, credit: int, debit: int, payment_id: str = "") -> Line:
    return Line(name, kind, razorpay_id, credit + debit, credit, debit, payment_id=payment_id)


def a_refund_that_arrived() -> None:
    """The gateway knows of the first refund, and has sent it."""
    do("UPDATE refunds SET razorpay_refund_id = 'rfnd_1' WHERE id = 1")


def test_finds_nothing_where_both_say_the_same() -> None:
    a_life()
    a_refund_that_arrived()
    settled()

    assert found() == []


ONE = "id = (SELECT MIN(id) FROM settled_lines WHERE kind = '{}')"
PAYMENT, REFUND = ONE.format("payment"), ONE.format("refund")
CORRUPTIONS = {
    "clearing-adds-up": "UPDATE ledger_entries SET account = 'settlement_bank' WHERE account = 'gateway_clearing' "
    "AND transaction_id = (SELECT MIN(id) FROM ledger_transactions WHERE kind = 'capture')",
    "settlement-whole": "UPDATE settled_lines SET debit_paise = 13 WHERE kind = 'adjustment'",
    "settlement-posted": "UPDATE ledger_entries SET account = 'payout_bank' WHERE account = 'settlement_bank'",
    "settled-is-ours": f"UPDATE settled_lines SET razorpay_id = 'pay_stranger' WHERE {PAYMENT}",
    "settled-as-paid": f"UPDATE settled_lines SET tax_paise = 1 WHERE {PAYMENT}",
    "sent-back-is-ours": f"UPDATE settled_lines SET razorpay_id = 'rfnd_stranger' WHERE {REFUND}",
    "sent-back-as-owed": f"UPDATE settled_lines SET payment_id = 'pay_stranger' WHERE {REFUND}",
    "settled-once": "INSERT INTO settlements (razorpay_id, amount_paise, utr, settled_at, seen_at) "
    "SELECT 'setl_2', 1, utr, settled_at, seen_at FROM settlements",
}
# The same line in a second settlement, which is thereby another amount than its lines.
AGAIN = (
    "INSERT INTO settled_lines (settlement_id, kind, razorpay_id, order_id, payment_id, amount_paise, credit_paise, "
    "debit_paise, fee_paise, tax_paise, description) SELECT 2, kind, razorpay_id, order_id, payment_id, amount_paise, "
    "credit_paise, debit_paise, fee_paise, tax_paise, description FROM settled_lines WHERE kind = 'adjustment'"
)
FOLLOWS = {"settled-once": {"settlement-whole"}}


@pytest.mark.parametrize("rule", CORRUPTIONS)
def test_finds_what_somebody_wrote_by_hand(rule: str) -> None:
    a_life()
    a_refund_that_arrived()
    settled()

    do(CORRUPTIONS[rule])
    if rule == "settled-once":
        do(AGAIN)

    rules = [name for name, _ in found()]
    assert sorted(rules) == sorted({rule} | FOLLOWS.get(rule, set()))


def test_every_rule_is_shown_to_find_something() -> None:
    assert {rule.name for rule in SETTLEMENT_RULES} == set(CORRUPTIONS)


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (f"DELETE FROM settled_lines WHERE {PAYMENT}", "payment"),
        (f"DELETE FROM settled_lines WHERE {REFUND}", "refund"),
    ],
)
@pytest.mark.parametrize(("after", "finds"), [(SETTLED_WITHIN - LATER, False), (SETTLED_WITHIN + LATER, True)])
def test_finds_what_is_never_settled(lines: str, row: str, after: timedelta, finds: bool) -> None:
    a_life()
    a_refund_that_arrived()
    do("UPDATE refunds SET status = 'processed', settled_at = created_at WHERE id = 1")
    settled(at=clock.now() + after)
    before = {rule for rule, _ in found()}

    do(lines)

    late = [where for rule, where in found() if rule == "settled-in-time"]
    assert "settled-in-time" not in before
    assert (len(late), {where.partition(":")[0] for where in late}) == ((1, {row}) if finds else (0, set()))
