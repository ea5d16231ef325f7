"""Settlements: what was paid and not sent back, without the fees, goes to the merchant's bank account in one sum.

Imitates https://razorpay.com/docs/api/settlements/. A settlement is made by a lever (`settlement_control.py`), not by
the calendar. The report of a day lists all that was settled on it, by the calendar of India. Left out: what is settled
on demand, and transfers.
"""

import secrets
from datetime import datetime, timedelta, timezone

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.books import Books, Entity, Window
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import enveloped, window_in
from peerlearn.sandbox.razorpay.gateway import Gateway, gateway_of
from peerlearn.sandbox.razorpay.ids import new_id, well_formed
from peerlearn.sandbox.razorpay.webhooks import tell

INDIA = timezone(timedelta(hours=5, minutes=30))
LARGEST_REPORT_PAGE = 1000
YEAR_DIGITS, LAST_MONTH, LAST_DAY = 4, 12, 31
KINDS = ("payment", "refund", "adjustment")
SETTLED_BY = "_settlement_id"  # on everything that was settled


def settle_open(gateway: Gateway) -> Entity:
    """Sends everything to the bank that is not settled yet, in one sum."""
    with gateway.books.transaction():
        open_now = _open_now(gateway.books)
        amount = sum(_credit(entity) - _debit(entity) for entity in open_now)
        if amount <= 0:
            raise GatewayRefusal("There is nothing to settle")
        settlement = {
            "id": new_id("setl"),
            "entity": "settlement",
            "amount": amount,
            "status": "processed",
            "fees": 0,
            "tax": 0,
            "utr": f"{int(gateway.now())}{secrets.token_hex(3)}",
            "created_at": int(gateway.now()),
        }
        gateway.books.add(settlement)
        for entity in open_now:
            gateway.books.save({**entity, SETTLED_BY: settlement["id"]})
        tell(gateway, "settlement.processed", settlement=settlement)
    gateway.courier.wake()
    return settlement


def adjust(gateway: Gateway, amount: int, description: str) -> Entity:
    """Gives the merchant an amount, or takes one that is below zero, with the next settlement."""
    with gateway.books.transaction():
        return add_adjustment(gateway, amount, description)


def add_adjustment(gateway: Gateway, amount: int, description: str, *, dispute_id: str | None = None) -> Entity:
    """The same inside a transaction, perhaps because of a dispute."""
    adjustment = {
        "id": new_id("adj"),
        "entity": "adjustment",
        "amount": amount,
        "currency": "INR",
        "description": description,
        "dispute_id": dispute_id,
        "created_at": int(gateway.now()),
    }
    gateway.books.add(adjustment)
    return adjustment


async def list_settlements(request: Request) -> Response:
    """GET /v1/settlements."""
    found = gateway_of(request).books.matching("settlement", window_in(request))
    return JSONResponse(enveloped(found))


async def show_settlement(request: Request) -> Response:
    """GET /v1/settlements/:id."""
    settlement = gateway_of(request).books.find(well_formed("setl", request.path_params["id"]))
    if settlement is None:
        raise GatewayRefusal("The id provided does not exist")
    return JSONResponse(settlement)


async def report(request: Request) -> Response:
    """GET /v1/settlements/recon/combined?year=&month=, perhaps with `day`, `count` and `skip`."""
    window = window_in(request, also={"year", "month", "day"}, largest=LARGEST_REPORT_PAGE)
    books, (since, until) = gateway_of(request).books, _period_in(request)
    settled = [
        _item(books, settlement, entity)
        for settlement in books.matching("settlement", Window(since, until))
        for kind in KINDS
        for entity in books.matching(kind, **{SETTLED_BY: settlement["id"]})
    ]
    return JSONResponse(enveloped(settled[window.skip : window.skip + window.count]))


def _open_now(books: Books) -> list[Entity]:
    """What is ours by now: payments that were captured, what arrived of their refunds, and adjustments."""
    payments = [one for one in books.matching("payment") if one["captured"]]
    captured = {payment["id"] for payment in payments}
    refunds = [one for one in books.matching("refund", status="processed") if one["payment_id"] in captured]
    return [one for one in (*payments, *refunds, *books.matching("adjustment")) if SETTLED_BY not in one]


def _credit(entity: Entity) -> int:
    kind, amount = entity["entity"], int(entity["amount"])
    return amount - int(entity["fee"]) if kind == "payment" else max(0, amount) if kind == "adjustment" else 0


def _debit(entity: Entity) -> int:
    kind, amount = entity["entity"], int(entity["amount"])
    return amount if kind == "refund" else max(0, -amount) if kind == "adjustment" else 0


def _item(books: Books, settlement: Entity, entity: Entity) -> Entity:
    """One line of the report."""
    kind = entity["entity"]
    payment = books.find(entity["payment_id"]) if kind == "refund" else entity if kind == "payment" else None
    order = books.find(payment["order_id"]) if payment else None
    card = (payment or {}).get("card") or {}
    return {
        "entity_id": entity["id"],
        "type": kind,
        "debit": _debit(entity),
        "credit": _credit(entity),
        "amount": abs(entity["amount"]),
        "currency": entity["currency"],
        "fee": entity["fee"] if kind == "payment" else 0,
        "tax": entity["tax"] if kind == "payment" else 0,
        "on_hold": False,
        "settled": True,
        "created_at": entity["created_at"],
        "settled_at": settlement["created_at"],
        "settlement_id": settlement["id"],
        "posted_at": None,
        "credit_type": "default",
        "description": entity.get("description"),
        "notes": entity.get("notes") or None,
        "payment_id": payment["id"] if payment and kind == "refund" else None,
        "settlement_utr": settlement["utr"],
        "order_id": order["id"] if order else None,
        "order_receipt": order["receipt"] if order else None,
        "method": payment["method"] if payment else None,
        "card_network": card.get("network"),
        "card_issuer": card.get("issuer"),
        "card_type": card.get("type"),
        "dispute_id": entity.get("dispute_id"),
    }


def _period_in(request: Request) -> tuple[int, int]:
    """The first and the last second of the day or month that is asked for."""
    query = request.query_params
    year, month, day = query.get("year", ""), query.get("month", ""), query.get("day")
    if not year.isdecimal() or len(year) != YEAR_DIGITS:
        raise GatewayRefusal("The year must be 4 digits.", field="year")
    if not month.isdecimal() or not 1 <= int(month) <= LAST_MONTH:
        raise GatewayRefusal("The month is not a valid month.", field="month")
    if day is not None and (not day.isdecimal() or not 1 <= int(day) <= LAST_DAY):
        raise GatewayRefusal("The day must be between 1 and 2 digits.", field="day")
    first = datetime(int(year), int(month), 1, tzinfo=INDIA)
    if day is not None:
        first += timedelta(days=int(day) - 1)
        after = first + timedelta(days=1)
    else:
        after = (first + timedelta(days=LAST_DAY)).replace(day=1)
    return int(first.timestamp()), int(after.timestamp()) - 1


routes = [
    Route("/settlements", list_settlements, methods=["GET"]),
    Route("/settlements/recon/combined", report, methods=["GET"]),
    Route("/settlements/{id}", show_settlement, methods=["GET"]),
]
