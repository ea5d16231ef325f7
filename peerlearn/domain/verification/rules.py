"""The rules that one question to the database decides: each asks for the rows that break it.

The SQL is the part that both databases understand; a row is named by the first column of the answer.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule that holds for every row of a kind; `broken_by` asks for the ids of those for which it does not."""

    name: str
    kind: str
    says: str
    broken_by: str


_KEPT_TIME = "('learner_partly', 'learner_late')"  # cancelled so late that the mentor is paid for the time kept free
CAME = "('captured', 'refunding', 'refunded')"
_MOVED = "SELECT 1 FROM ledger_transactions t WHERE t.{subject}_id = {row}.id AND t.kind = '{movement}'"

_OF_BOOKING = "('booking', 'credit')"
# What a package has left: everything that it, and what was booked from it, did to its account.
_CREDIT = """(SELECT COALESCE(SUM(e.amount_paise), 0) FROM ledger_entries e
    JOIN ledger_transactions t ON t.id = e.transaction_id JOIN payments o ON o.id = t.payment_id
    WHERE e.account = 'package_credit' AND (o.id = p.id OR o.paid_from_id = p.id))"""
_BOOKED = """(SELECT COALESCE(SUM(o.total_paise - o.refunded_paise), 0) FROM payments o WHERE o.paid_from_id = p.id)"""

# Whether a bank questions a payment, or the package that it was paid from; what is kept of it waits meanwhile.
QUESTIONED = """EXISTS (SELECT 1 FROM disputes d WHERE d.payment_id IN (p.id, p.paid_from_id)
    AND d.settled_at IS NULL)"""

BY_GATEWAY = "r.status = 'processed' AND r.reference = '' AND r.dispute_id IS NULL"
_UNDER_WAY = ("requested", "pending", "queued", "scheduled", "processing")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _tried(*states: str) -> str:
    """Whether a withdrawal has a payout in one of these states, or in any."""
    among = f" AND a.status IN ({_listed(states)})" if states else ""
    return f"EXISTS (SELECT 1 FROM payout_attempts a WHERE a.withdrawal_id = w.id{among})"


def _stands(*accounts: str) -> str:
    """What a withdrawal left on some accounts."""
    return f"""(SELECT COALESCE(SUM(e.amount_paise), 0) FROM ledger_entries e JOIN ledger_transactions t
        ON t.id = e.transaction_id WHERE t.withdrawal_id = w.id AND e.account IN ({_listed(accounts)}))"""


def moved(movement: str, row: str = "p", subject: str = "payment") -> str:
    return f"EXISTS ({_MOVED.format(subject=subject, row=row, movement=movement)})"


def on(account: str, *movements: str) -> str:
    """What some movements of a payment left on an account."""
    return f"""(SELECT COALESCE(SUM(e.amount_paise), 0) FROM ledger_entries e JOIN ledger_transactions t
        ON t.id = e.transaction_id WHERE t.payment_id = p.id AND e.account = '{account}'
        AND t.kind IN ({_listed(movements)}))"""


def sent_back(which: str) -> str:
    """The sum of some refunds of a payment."""
    return f"(SELECT COALESCE(SUM(r.amount_paise), 0) FROM refunds r WHERE r.payment_id = p.id AND {which})"


RULES = (
    Rule(
        "movement-balances",
        "movement",
        "its entries do not sum to zero, or there are none",
        """SELECT t.id FROM ledger_transactions t LEFT JOIN ledger_entries e ON e.transaction_id = t.id
        GROUP BY t.id HAVING COALESCE(SUM(e.amount_paise), 0) <> 0 OR COUNT(e.id) = 0""",
    ),
    Rule(
        "tax-unasked",
        "movement",
        "it books a tax that is withheld from nobody: its rate is zero",
        """SELECT DISTINCT e.transaction_id FROM ledger_entries e WHERE e.account IN ('tds_payable', 'tcs_payable')""",
    ),
    Rule(
        "capture-posted",
        "payment",
        "its money came, and the ledger knows of no capture of that amount",
        f"""SELECT p.id FROM payments p WHERE p.status IN {CAME} AND NOT EXISTS (
        SELECT 1 FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
        WHERE t.payment_id = p.id AND t.kind = CASE WHEN p.kind = 'credit' THEN 'credit_used' ELSE 'capture' END
        AND e.account = CASE WHEN p.kind = 'package' THEN 'package_credit' ELSE 'booking_escrow' END
        AND e.amount_paise = p.total_paise)""",
    ),
    Rule(
        "capture-founded",
        "payment",
        "the ledger has captured money that never came",
        f"""SELECT p.id FROM payments p WHERE p.status NOT IN {CAME}
        AND ({moved("capture")} OR {moved("credit_used")})""",
    ),
    Rule(
        "receipt-numbered",
        "payment",
        "its money came, and it has no receipt",
        """SELECT p.id FROM payments p WHERE p.captured_at IS NOT NULL AND p.kind <> 'credit'
        AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.payment_id = p.id)""",
    ),
    Rule(
        "receipts-gapless",
        "year",
        "its receipts are not numbered from one on without a gap",
        """SELECT y.year FROM receipt_years y LEFT JOIN receipts r ON r.year = y.year
        GROUP BY y.year, y.last HAVING COUNT(r.id) <> y.last OR COALESCE(MAX(r.number), 0) <> y.last""",
    ),
    Rule(
        "booking-paid",
        "booking",
        "it counts as paid, and its money is not here",
        f"""SELECT b.id FROM bookings b LEFT JOIN payments p ON p.booking_id = b.id AND p.kind IN {_OF_BOOKING}
        WHERE b.status IN ('pending', 'confirmed', 'completed') AND (p.id IS NULL OR p.status NOT IN {CAME})""",
    ),
    Rule(
        "earnings-posted",
        "payment",
        "its session was earned, and nobody has the money",
        f"""SELECT p.id FROM payments p JOIN bookings b ON b.id = p.booking_id
        WHERE p.kind IN {_OF_BOOKING} AND p.status = 'captured'
        AND (b.status = 'completed' OR b.cancel_reason IN {_KEPT_TIME}) AND NOT {moved("release")}
        AND NOT {QUESTIONED}""",
    ),
    Rule(
        "earnings-founded",
        "payment",
        "it was given to the mentor, and its session was not earned",
        f"""SELECT p.id FROM payments p JOIN bookings b ON b.id = p.booking_id
        WHERE p.kind IN {_OF_BOOKING} AND b.status <> 'completed' AND b.cancel_reason NOT IN {_KEPT_TIME}
        AND {moved("release")}""",
    ),
    Rule(
        "refund-begun",
        "payment",
        "its booking came to nothing, and the money is still here",
        f"""SELECT p.id FROM payments p JOIN bookings b ON b.id = p.booking_id
        WHERE p.kind IN {_OF_BOOKING} AND p.status = 'captured'
        AND b.status IN ('rejected', 'cancelled', 'expired') AND b.cancel_reason NOT IN {_KEPT_TIME}
        AND NOT {QUESTIONED}""",
    ),
    Rule(
        "gift-passed-on",
        "payment",
        "it is a gift that came, and its mentor does not have it, or nobody knows for which lesson it was",
        f"""SELECT p.id FROM payments p WHERE p.kind = 'gift' AND p.status = 'captured'
        AND (NOT {moved("release")} OR NOT EXISTS (SELECT 1 FROM gifts g WHERE g.payment_id = p.id))""",
    ),
    Rule(
        "refund-posted",
        "payment",
        "it goes back, or went back, and the ledger or its state does not say so",
        f"""SELECT p.id FROM payments p WHERE p.kind <> 'credit'
        AND ({on("refund_in_transit", "refund")} <> p.refunded_paise
        OR {on("gateway_clearing", "refund_processed")} <> {sent_back(BY_GATEWAY)}
        OR {on("payout_bank", "refund_processed")} <> {sent_back("r.reference <> ''")}
        OR (p.status IN ('refunding', 'refunded')) <> (p.refunded_paise = p.total_paise)
        OR (p.status = 'refunded') <> ({sent_back("r.status = 'processed'")} = p.total_paise))""",
    ),
    Rule(
        "refund-amount",
        "payment",
        "its refunds together are another amount than what goes back of it",
        f"""SELECT p.id FROM payments p WHERE p.kind <> 'credit'
        AND {sent_back("r.replaced_by_id IS NULL")} <> p.refunded_paise""",
    ),
    Rule(
        "share-right",
        "payment",
        "its mentor has another share than is theirs of what did not go back, or than the site bears for them",
        f"""SELECT p.id FROM payments p WHERE {moved("release")}
        AND {on("mentor_available", "release", "refund", "credit_returned")}
        + {on("platform_loss", "refund", "credit_returned")}
        <> p.mentor_paise - CAST(p.mentor_paise AS BIGINT) * p.refunded_paise / p.total_paise""",
    ),
    Rule(
        "package-adds-up",
        "payment",
        "what is left of a package is not what was paid without what is booked and what went back",
        f"""SELECT p.id FROM payments p WHERE p.kind = 'package' AND p.status IN {CAME}
        AND {_CREDIT} <> p.total_paise - p.refunded_paise - {_BOOKED}""",
    ),
    Rule(
        "package-sold",
        "payment",
        "it paid for a package, and nobody knows for which, or until when",
        f"""SELECT p.id FROM payments p WHERE p.kind = 'package' AND p.status IN {CAME} AND NOT EXISTS (
        SELECT 1 FROM package_purchases s JOIN packages k ON k.id = s.package_id WHERE s.payment_id = p.id
        AND k.sessions * k.price_paise = p.price_paise AND k.mentor_id = p.mentor_id
        AND (s.valid_until IS NOT NULL OR p.status <> 'captured'))""",
    ),
    Rule(
        "package-ended",
        "payment",
        "its package is over, and what was unused did not go back",
        f"""SELECT p.id FROM payments p JOIN package_purchases s ON s.payment_id = p.id
        WHERE s.ended_at IS NOT NULL AND {_CREDIT} <> 0 AND NOT {QUESTIONED}""",
    ),
    Rule(
        "package-ends",
        "payment",
        "its package will not end: no job waits for that",
        """SELECT p.id FROM payments p JOIN package_purchases s ON s.payment_id = p.id
        WHERE s.valid_until IS NOT NULL AND s.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM jobs j
        WHERE j.kind = 'end_package' AND j.state IN ('ready', 'running') AND j.key = 'end_package:' || s.id)""",
    ),
    Rule(
        "credit-fits",
        "payment",
        "it was paid from a package that is not theirs, or has another price",
        """SELECT p.id FROM payments p JOIN payments o ON o.id = p.paid_from_id
        LEFT JOIN package_purchases s ON s.payment_id = o.id LEFT JOIN packages k ON k.id = s.package_id
        WHERE o.kind <> 'package' OR o.learner_id <> p.learner_id OR o.mentor_id <> p.mentor_id
        OR k.price_paise IS NULL OR k.price_paise <> p.price_paise""",
    ),
    Rule(
        "credit-returned",
        "payment",
        "it went back to its package, and the ledger does not say so; or the other way round",
        f"""SELECT p.id FROM payments p WHERE p.kind = 'credit'
        AND ({on("package_credit", "credit_returned")} <> p.refunded_paise
        OR (p.status = 'refunded') <> (p.refunded_paise = p.total_paise))""",
    ),
    Rule(
        "refund-asked-for",
        "refund",
        "it waits, and no job asks the payment service about it any more",
        """SELECT r.id FROM refunds r WHERE r.status IN ('requested', 'pending') AND NOT EXISTS (
        SELECT 1 FROM jobs j WHERE j.kind = 'refund_payment' AND j.state IN ('ready', 'running')
        AND j.key LIKE 'refund:' || r.id || ':%')""",
    ),
    Rule(
        "stray-posted",
        "payment",
        "money of a wrong amount came for it, and the ledger or its row says something else of what is owed back",
        f"""SELECT p.id FROM payments p WHERE {on("refund_in_transit", "stray")} <> (
        SELECT COALESCE(SUM(s.amount_paise - s.returned_paise), 0) FROM stray_payments s WHERE s.payment_id = p.id)""",
    ),
    Rule(
        "stray-goes-back",
        "stray",
        "it is money of a wrong amount that waits here, and no job sends it back any more",
        """SELECT s.id FROM stray_payments s WHERE s.returned_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM jobs j WHERE j.kind = 'return_stray' AND j.state IN ('ready', 'running')
        AND j.key LIKE 'stray:' || s.id || ':%')""",
    ),
    Rule(
        "event-acted-on",
        "event",
        "it was received, and no job acts on it any more",
        """SELECT w.event_id FROM webhook_events w WHERE w.state = 'received' AND NOT EXISTS (
        SELECT 1 FROM jobs j WHERE j.key = 'webhook:' || w.event_id AND j.state IN ('ready', 'running'))""",
    ),
    Rule(
        "withdrawal-posted",
        "withdrawal",
        "the ledger tells something else of it than its state",
        f"""SELECT w.id FROM withdrawals w WHERE NOT {moved("withdrawal", "w", "withdrawal")}
        OR (w.status = 'completed' AND NOT {moved("paid_out", "w", "withdrawal")})
        OR ((w.status IN ('rejected', 'reversed', 'failed')) <> {moved("given_back", "w", "withdrawal")})""",
    ),
    Rule(
        "withdrawal-amount",
        "withdrawal",
        "the ledger has another amount on its way, or sent, than its state says",
        f"""SELECT w.id FROM withdrawals w WHERE
        {_stands("payout_in_transit")} <> CASE WHEN w.status = 'pending' THEN w.amount_paise ELSE 0 END
        OR {_stands("payout_bank", "gateway_fee", "gateway_tax")}
        <> CASE WHEN w.status = 'completed' THEN w.amount_paise ELSE 0 END""",
    ),
    Rule(
        "payout-fits",
        "withdrawal",
        "what RazorpayX has said of it does not fit its state",
        f"""SELECT w.id FROM withdrawals w WHERE
        (w.route = 'razorpayx') <> {_tried()}
        OR (w.route = 'razorpayx' AND (
        (w.status = 'pending' AND NOT {_tried(*_UNDER_WAY)})
        OR (w.status = 'completed' AND NOT {_tried("processed")})
        OR (w.status = 'reversed' AND NOT {_tried("reversed")})
        OR (w.status <> 'pending' AND {_tried(*_UNDER_WAY)})
        OR (w.status <> 'completed' AND {_tried("processed")})))""",
    ),
    Rule(
        "payout-asked-for",
        "payout",
        "it is under way, and no job asks RazorpayX about it any more",
        f"""SELECT a.id FROM payout_attempts a WHERE a.status IN ({_listed(_UNDER_WAY)}) AND NOT EXISTS (
        SELECT 1 FROM jobs j WHERE j.kind = 'send_payout' AND j.state IN ('ready', 'running')
        AND j.key LIKE 'payout:' || a.id || ':%')""",
    ),
    Rule(
        "cancellation-fee",
        "payment",
        "its mentor called the session off late, and the fee is not right; or they did not, and paid one",
        f"""SELECT p.id FROM payments p JOIN bookings b ON b.id = p.booking_id WHERE p.kind IN {_OF_BOOKING}
        AND ((b.cancel_reason = 'mentor_late') <> {moved("cancellation_fee")}
        OR {on("cancellation_fee", "cancellation_fee")} NOT BETWEEN 0 AND p.mentor_paise)""",
    ),
    Rule(
        "compensation",
        "payment",
        "its mentor called the session off late, and its learner has not that compensation; or they have, for nothing",
        f"""SELECT p.id FROM payments p JOIN bookings b ON b.id = p.booking_id WHERE p.kind IN {_OF_BOOKING}
        AND ((b.cancel_reason = 'mentor_amends') <> {moved("compensation")}
        OR {on("learner_available", "compensation")} NOT BETWEEN 0 AND p.total_paise
        OR {on("learner_available", "compensation")} <> -{on("mentor_available", "compensation")})""",
    ),
    Rule(
        "compensation-not-below-0",
        "account",
        "a learner has withdrawn more than they were compensated with",
        """SELECT e.owner_id FROM ledger_entries e WHERE e.account = 'learner_available'
        GROUP BY e.owner_id HAVING SUM(e.amount_paise) < 0""",
    ),
    Rule(
        "earnings-not-below-0",
        "account",
        "somebody has withdrawn more than they had, and no refund, cancellation fee or compensation explains it;"
        " or they have deleted their account, and nobody is left to make up for it",
        """SELECT e.owner_id FROM ledger_entries e WHERE e.account = 'mentor_available'
        GROUP BY e.owner_id HAVING SUM(e.amount_paise) < 0 AND NOT EXISTS (
        SELECT 1 FROM ledger_entries o JOIN ledger_transactions t ON t.id = o.transaction_id
        WHERE t.kind IN ('refund', 'cancellation_fee', 'compensation', 'credit_returned')
        AND o.account = 'mentor_available' AND o.owner_id = e.owner_id
        AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = e.owner_id AND u.deleted_at IS NOT NULL))""",
    ),
    Rule(
        "booked-as-offered",
        "booking",
        "its session is no longer offered, or has not taken place, or was not there yet when it was booked",
        """SELECT b.id FROM bookings b JOIN sessions o ON o.id = b.session_id
        WHERE (b.status IN ('pending', 'confirmed') AND o.status <> 'active')
        OR (b.status = 'completed' AND o.status <> 'completed') OR b.created_at < o.created_at""",
    ),
    Rule(
        "room-open",
        "booking",
        "it is confirmed, and has no room",
        """SELECT b.id FROM bookings b WHERE b.status = 'confirmed'
        AND NOT EXISTS (SELECT 1 FROM rooms r WHERE r.booking_id = b.id)""",
    ),
    Rule(
        "deleted-is-nobody",
        "user",
        "its account is deleted, and something still says who that was, or waits for them",
        """SELECT u.id FROM users u WHERE u.deleted_at IS NOT NULL AND (u.name <> 'Deleted user'
        OR u.email NOT LIKE '%.invalid' OR u.bio <> '' OR u.intro_video IS NOT NULL
        OR EXISTS (SELECT 1 FROM sign_ins s WHERE s.user_id = u.id)
        OR EXISTS (SELECT 1 FROM payout_destinations d WHERE d.user_id = u.id)
        OR EXISTS (SELECT 1 FROM bookings b JOIN sessions o ON o.id = b.session_id
        WHERE (b.learner_id = u.id OR o.mentor_id = u.id) AND b.status IN ('held', 'pending', 'confirmed')))""",
    ),
    Rule(
        "room-closed",
        "booking",
        "it is over, and people may still enter its room",
        """SELECT b.id FROM bookings b JOIN rooms r ON r.booking_id = b.id
        WHERE b.status IN ('rejected', 'cancelled', 'expired') AND r.ended_at IS NULL""",
    ),
)
