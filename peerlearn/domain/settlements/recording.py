"""Writes down what the gateway has settled, and moves the money in the ledger once a settlement is known whole.

Said again, in whatever parts, it changes nothing.
"""

import logging
from collections.abc import Iterable, Mapping

from sqlmodel import select

from peerlearn.domain import payments
from peerlearn.domain.settlements.letters import tell_of_adjustments
from peerlearn.domain.settlements.rules import Line, LineKind, Sum, parts_of
from peerlearn.domain.settlements.tables import SettledLine, Settlement
from peerlearn.kit import database
from peerlearn.kit.work import Work

log = logging.getLogger(__name__)


def record(work: Work, lines: Iterable[Line], sums: Mapping[str, Sum]) -> int:
    """Write down the lines of the settlements that have reached the bank; how many of the lines are new."""
    by_sum: dict[str, list[Line]] = {}
    for line in lines:
        by_sum.setdefault(line.settlement_id, []).append(line)
    return sum(_record_one(work, sums[name], own) for name, own in by_sum.items() if name in sums)


def _record_one(work: Work, settled: Sum, lines: list[Line]) -> int:
    settlement = _settlement(work, settled)
    assert settlement.id is not None
    known = set(work.db.exec(select(SettledLine.razorpay_id).where(SettledLine.settlement_id == settlement.id)))
    fresh = {line.razorpay_id: line for line in lines if line.razorpay_id not in known}
    for line in fresh.values():
        work.db.add(_row(settlement.id, line))
    work.db.flush()
    if fresh:
        _book_once_whole(work, settlement)
    if any(line.kind is LineKind.ADJUSTMENT for line in fresh.values()):
        tell_of_adjustments(work, settlement.id)
    return len(fresh)


def _settlement(work: Work, settled: Sum) -> Settlement:
    row = Settlement(
        razorpay_id=settled.razorpay_id,
        amount_paise=settled.amount_paise,
        utr=settled.utr,
        settled_at=settled.settled_at,
        seen_at=work.now,
    )
    database.insert_once(work.db, row, unique="razorpay_id")
    return work.db.exec(select(Settlement).where(Settlement.razorpay_id == row.razorpay_id).with_for_update()).one()


def _book_once_whole(work: Work, settlement: Settlement) -> None:
    """A report may come in parts: only lines that add up to what reached the bank are all of them."""
    assert settlement.id is not None
    wanted = select(SettledLine).where(SettledLine.settlement_id == settlement.id)
    parts = parts_of((line.kind, line.net_paise) for line in work.db.exec(wanted))
    if parts.total != settlement.amount_paise:
        log.warning("Settlement %s: its lines are %s paise so far", settlement.razorpay_id, parts.total)
        return
    payments.post_settlement(work, settlement.id, parts.of_payments, parts.of_adjustments)
    work.touch(payments.TOPIC)


def _row(settlement_id: int, line: Line) -> SettledLine:
    return SettledLine(
        settlement_id=settlement_id,
        kind=line.kind,
        razorpay_id=line.razorpay_id,
        order_id=line.order_id,
        payment_id=line.payment_id,
        amount_paise=line.amount_paise,
        credit_paise=line.credit_paise,
        debit_paise=line.debit_paise,
        fee_paise=line.fee_paise,
        tax_paise=line.tax_paise,
        description=line.description,
    )
