"""The rules about what the gateway has settled: its books, as its reports tell them, say what ours say."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import exists
from sqlmodel import Session, col, func, select

from peerlearn.domain.payments.rules import RefundStatus
from peerlearn.domain.payments.tables import Payment, Refund
from peerlearn.domain.settlements.tables import SettledLine, Settlement
from peerlearn.domain.verification.findings import Finding
from peerlearn.domain.verification.rules import BY_GATEWAY, CAME, Rule, on

SETTLED_WITHIN = timedelta(days=14)  # several times as long as the gateway takes
NEVER_SETTLED = "the payment service has settled what came long after it, and not this"

# What the lines of a settlement add up to in paise, and what the ledger says of it.
_LINES = """(SELECT COALESCE(SUM(l.credit_paise - l.debit_paise), 0) FROM settled_lines l
    WHERE l.settlement_id = s.id)"""
_REACHED_BANK = """(SELECT COALESCE(SUM(e.amount_paise), 0) FROM ledger_entries e JOIN ledger_transactions t
    ON t.id = e.transaction_id WHERE t.settlement_id = s.id AND e.account = 'settlement_bank')"""
# Movements at the gateway whose own rules say what they must be.
_ELSEWHERE = "('stray', 'dispute_taken', 'dispute_returned', 'dispute_lost')"
_POSTED = "EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.settlement_id = s.id)"

SETTLEMENT_RULES = (
    Rule(
        "clearing-adds-up",
        "account",
        "it is not what came, without fees, without what went back and without what was settled",
        f"""SELECT 'gateway_clearing' AS account WHERE
        (SELECT COALESCE(SUM(e.amount_paise), 0) FROM ledger_entries e WHERE e.account = 'gateway_clearing') <>
        (SELECT COALESCE(SUM(r.amount_paise), 0) FROM refunds r WHERE {BY_GATEWAY})
        - (SELECT COALESCE(SUM(p.total_paise), 0) FROM payments p WHERE p.kind <> 'credit' AND p.status IN {CAME})
        - (SELECT COALESCE(SUM(e.amount_paise), 0) FROM ledger_entries e JOIN ledger_transactions t
        ON t.id = e.transaction_id WHERE t.payment_id IS NOT NULL AND t.kind = 'gateway_fee'
        AND e.account IN ('gateway_fee', 'gateway_tax'))
        + (SELECT COALESCE(SUM(e.amount_paise), 0) FROM ledger_entries e JOIN ledger_transactions t
        ON t.id = e.transaction_id WHERE t.kind IN {_ELSEWHERE} AND e.account = 'gateway_clearing')
        + (SELECT COALESCE(SUM(l.credit_paise - l.debit_paise), 0) FROM settled_lines l JOIN settlements s
        ON s.id = l.settlement_id WHERE l.kind <> 'adjustment' AND {_POSTED})""",
    ),
    Rule(
        "settlement-whole",
        "settlement",
        "its lines are another amount than what reached the bank",
        f"SELECT s.id FROM settlements s WHERE {_LINES} <> s.amount_paise",
    ),
    Rule(
        "settlement-posted",
        "settlement",
        "it reached the bank, and the ledger does not say so, or another amount",
        f"""SELECT s.id FROM settlements s WHERE {_LINES} = s.amount_paise
        AND {_REACHED_BANK} <> -s.amount_paise""",
    ),
    Rule(
        "settled-once",
        "gateway",
        "the payment service has settled it twice",
        "SELECT l.razorpay_id FROM settled_lines l GROUP BY l.razorpay_id HAVING COUNT(l.id) > 1",
    ),
    Rule(
        "settled-is-ours",
        "gateway",
        "the payment service has settled a payment that is none of ours, or that never came",
        """SELECT l.razorpay_id FROM settled_lines l WHERE l.kind = 'payment' AND NOT EXISTS (
        SELECT 1 FROM payments p WHERE p.razorpay_id = l.razorpay_id AND p.captured_at IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM stray_payments s WHERE s.razorpay_id = l.razorpay_id)""",
    ),
    Rule(
        "settled-as-paid",
        "gateway",
        "the payment service has settled another amount, fee or tax than the ledger knows of this payment",
        f"""SELECT l.razorpay_id FROM settled_lines l JOIN payments p ON p.razorpay_id = l.razorpay_id
        WHERE l.kind = 'payment' AND p.captured_at IS NOT NULL AND (l.amount_paise <> p.total_paise
        OR l.credit_paise <> p.total_paise - {on("gateway_clearing", "gateway_fee")}
        OR l.tax_paise <> -{on("gateway_tax", "gateway_fee")})""",
    ),
    Rule(
        "sent-back-is-ours",
        "gateway",
        "the payment service has sent back what none of our refunds is",
        """SELECT l.razorpay_id FROM settled_lines l WHERE l.kind = 'refund'
        AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.razorpay_refund_id = l.razorpay_id)
        AND NOT EXISTS (SELECT 1 FROM stray_payments s WHERE s.razorpay_id = l.payment_id)""",
    ),
    Rule(
        "sent-back-as-owed",
        "gateway",
        "the payment service has sent back another amount than this refund is of, or of another payment, or it failed",
        """SELECT l.razorpay_id FROM settled_lines l JOIN refunds r ON r.razorpay_refund_id = l.razorpay_id
        JOIN payments p ON p.id = r.payment_id
        WHERE l.kind = 'refund' AND (l.debit_paise <> r.amount_paise OR r.status = 'failed'
        OR p.razorpay_id <> l.payment_id)""",
    ),
)


def never_settled(db: Session) -> Iterator[Finding]:
    """What came or went back by our books, and is in no settlement though later things are."""
    newest = db.exec(select(func.max(Settlement.settled_at))).one()
    if newest is None:
        return
    long_ago = newest - SETTLED_WITHIN
    paid = select(Payment.id).where(
        col(Payment.razorpay_id).is_not(None),
        col(Payment.captured_at) < long_ago,
        ~exists().where(col(SettledLine.razorpay_id) == col(Payment.razorpay_id)),
    )
    for payment_id in db.exec(paid.order_by(col(Payment.id))):
        yield Finding("settled-in-time", f"payment:{payment_id}", NEVER_SETTLED)
    back = select(Refund.id).where(
        Refund.status == RefundStatus.PROCESSED,
        Refund.reference == "",
        col(Refund.dispute_id).is_(None),
        col(Refund.settled_at) < long_ago,
        ~exists().where(col(SettledLine.razorpay_id) == col(Refund.razorpay_refund_id)),
    )
    for refund_id in db.exec(back.order_by(col(Refund.id))):
        yield Finding("settled-in-time", f"refund:{refund_id}", NEVER_SETTLED)
