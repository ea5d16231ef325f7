"""The rules of disputes: what banks took, gave back and kept is in the ledger, and nobody got what they question."""

from peerlearn.domain.verification.rules import QUESTIONED, Rule, on, sent_back

_OF_DISPUTES = ("dispute_taken", "dispute_returned", "dispute_lost", "refund_processed")


def _sum(what: str, which: str = "1 = 1") -> str:
    """What some disputes of a payment come to."""
    return f"(SELECT COALESCE(SUM({what}), 0) FROM disputes d WHERE d.payment_id = p.id AND {which})"


DISPUTE_RULES = (
    Rule(
        "dispute-posted",
        "payment",
        "a bank has taken, or given back, another amount of it than the ledger says",
        f"""SELECT p.id FROM payments p WHERE {on("disputed", "dispute_taken")} <> -{_sum("d.taken_paise")}
        OR {on("disputed", *_OF_DISPUTES)} <> -{_sum("d.taken_paise", "d.settled_at IS NULL")}""",
    ),
    Rule(
        "dispute-lost",
        "payment",
        "what is gone by a dispute is not what went back to its learner together with what the site lost",
        f"""SELECT p.id FROM payments p
        WHERE {on("disputed", "dispute_lost", "refund_processed")} <> {_sum("d.lost_paise")}
        OR {on("disputed", "refund_processed")} <> {sent_back("r.dispute_id IS NOT NULL")}""",
    ),
    Rule(
        "dispute-founded",
        "dispute",
        "it is about a payment that never came, or more is lost than its end allows",
        """SELECT d.id FROM disputes d JOIN payments p ON p.id = d.payment_id WHERE p.captured_at IS NULL
        OR p.kind = 'credit' OR (d.lost_paise <> 0 AND d.status NOT IN ('lost', 'closed'))""",
    ),
    Rule(
        "dispute-waits",
        "payment",
        "a bank questions it, and its mentor got what was kept of it meanwhile",
        f"""SELECT p.id FROM payments p JOIN ledger_transactions t ON t.payment_id = p.id AND t.kind = 'release'
        WHERE {QUESTIONED} AND t.at > (SELECT MIN(d.created_at) FROM disputes d
        WHERE d.payment_id IN (p.id, p.paid_from_id) AND d.settled_at IS NULL)""",
    ),
)
