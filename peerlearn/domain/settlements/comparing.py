"""Once a day: compare our books with the gateway's own, mend what an event would have mended, and keep the rest.

What differs in the end is for the checker to find (`verification/settlement_rules.py`): it looks at what is kept here.
"""

import logging
from datetime import datetime

from peerlearn.domain import audit, payments
from peerlearn.domain.payments import INDIA, GatewayRefused
from peerlearn.domain.settlements import gateway_report, queries
from peerlearn.domain.settlements.events import GatewayCompared
from peerlearn.domain.settlements.queries import COMPARED
from peerlearn.domain.settlements.recording import record
from peerlearn.domain.settlements.rules import ASKED_ABOUT_FOR, LOOK_BACK, days_to_ask_about
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work, unit_of_work

log = logging.getLogger(__name__)

COMPARE = "compare_with_gateway"


def compare_daily(work: Work) -> None:
    """Have today's comparison made, once; nothing where the gateway was never asked for an order."""
    if queries.any_order(work.db):
        enqueue(work, COMPARE, key=f"{COMPARE}:{work.now.date()}")


@job(COMPARE)
def compare_with_gateway(run: Run) -> None:
    """Read the reports of the last days, write down what was settled, and ask about what we know otherwise."""
    if not gateway_report.ready():
        return
    lines = _read_reports()
    asked = _ask_about_differences()
    with run.finish() as work:
        audit.record(work, COMPARED, actor_id=None, lines=lines, asked=asked)
        if lines or asked:
            work.tell(GatewayCompared())


def _read_reports() -> int:
    """Write down what they say, a day at a time; how many of their lines were new."""
    with database.reading() as db:
        known_until, began_at = queries.newest_settlement(db), queries.first_capture(db)
    days = days_to_ask_about(clock.now(), known_until=known_until, began_at=began_at)
    # A settlement may have been made a while before the day on which it reached the bank.
    sums = gateway_report.sums_since(datetime.combine(days[0] - LOOK_BACK, datetime.min.time(), INDIA))
    fresh = 0
    for day in days:
        if lines := gateway_report.lines_of(day):
            with unit_of_work() as work:
                fresh += record(work, lines, sums)
    return fresh


def _ask_about_differences() -> int:
    """Ask the gateway about each payment of which it told something new, as its event would have us do; how many."""
    with database.reading() as db:
        differing = queries.told_otherwise(db, seen_since=clock.now() - ASKED_ABOUT_FOR)
    for payment_id in differing:
        try:
            payments.ask_about(payment_id)
        except GatewayRefused as no:
            log.warning("Payment %s is settled, and cannot be asked about (%s)", payment_id, no)
    return len(differing)
