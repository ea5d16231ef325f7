"""What the gateway has settled, in our own words. Its calls go through the one door to Razorpay.

Nothing here repeats a call by itself, touches the database, or may be called inside a unit of work. A mute or
broken gateway is `GatewayDown`, a clear no is `GatewayRefused`.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from peerlearn.domain.payments import razorpay_gateway
from peerlearn.domain.settlements.rules import LONGEST_DESCRIPTION, Line, LineKind, Sum

SUMS_AT_ONCE, LINES_AT_ONCE = 100, 1000  # the most that one answer holds
PROCESSED = "processed"
LONGEST_UTR = 60

Entity = dict[str, Any]


def ready() -> bool:
    """Whether there is a gateway to ask."""
    return razorpay_gateway.ready()


def sums_since(moment: datetime) -> dict[str, Sum]:
    """The settlements since a moment that have reached the bank, by their ids."""
    found = _all_of(razorpay_gateway.client().settlement.all, SUMS_AT_ONCE, {"from": int(moment.timestamp())})
    return {entity["id"]: _sum(entity) for entity in found if entity["status"] == PROCESSED}


def lines_of(day: date) -> list[Line]:
    """All that was settled on a day, by the calendar of India."""
    asked = {"year": day.year, "month": day.month, "day": day.day}
    found = _all_of(razorpay_gateway.client().settlement.report, LINES_AT_ONCE, asked)
    return [_line(entity) for entity in found if entity["settled"] and entity["settlement_id"]]


def _all_of(ask: Callable[[Entity], Entity], at_once: int, asked: Entity) -> list[Entity]:
    """Page by page, until one is empty: a gateway may hold less in an answer than it is asked for."""
    found: list[Entity] = []
    while page := ask({**asked, "count": at_once, "skip": len(found)})["items"]:
        found += page
    return found


def _sum(entity: Entity) -> Sum:
    return Sum(
        razorpay_id=str(entity["id"]),
        amount_paise=int(entity["amount"]),
        utr=str(entity.get("utr") or "")[:LONGEST_UTR],
        settled_at=datetime.fromtimestamp(int(entity["created_at"]), UTC),
    )


def _kind(entity: Entity) -> LineKind:
    if entity["type"] in (LineKind.PAYMENT, LineKind.REFUND):
        return LineKind(entity["type"])
    return LineKind.DISPUTE if entity.get("dispute_id") else LineKind.ADJUSTMENT


def _line(entity: Entity) -> Line:
    return Line(
        settlement_id=str(entity["settlement_id"]),
        kind=_kind(entity),
        razorpay_id=str(entity["entity_id"]),
        amount_paise=int(entity["amount"]),
        credit_paise=int(entity["credit"]),
        debit_paise=int(entity["debit"]),
        fee_paise=int(entity.get("fee") or 0),
        tax_paise=int(entity.get("tax") or 0),
        order_id=str(entity.get("order_id") or ""),
        payment_id=str(entity.get("payment_id") or ""),
        description=str(entity.get("description") or "")[:LONGEST_DESCRIPTION],
    )
