"""Orders: what the merchant asks to be paid.

Imitates https://razorpay.com/docs/api/orders/. Paying them is in `attempts.py`.
"""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.books import EVERYTHING, Books, Entity, shown
from peerlearn.sandbox.razorpay.capture_policy import capture_policy_in
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import (
    Fields,
    amount_in,
    collection,
    currency_in,
    notes_in,
    read_fields,
    receipt_in,
    window_in,
)
from peerlearn.sandbox.razorpay.gateway import gateway_of
from peerlearn.sandbox.razorpay.ids import new_id
from peerlearn.sandbox.razorpay.lookup import entity_with
from peerlearn.sandbox.razorpay.order_transfers import planned

_EXPAND = "expand[]"
_AUTHORIZED = ("authorized", "captured", "refunded")
_CREATE_FIELDS = {"amount", "currency", "receipt", "notes", "partial_payment", "payment", "payment_capture"}
_CREATE_FIELDS |= {"transfers"}


def order_with(books: Books, order_id: str) -> Entity:
    """The order, or Razorpay's refusal."""
    return entity_with(books, "order", order_id)


async def create_order(request: Request) -> Response:
    """POST /v1/orders: nothing makes this call idempotent, exactly as at Razorpay."""
    fields = await read_fields(request, allowed=_CREATE_FIELDS)
    gateway = gateway_of(request)
    order = _order_from(fields, gateway.now())
    transfers = planned(gateway, order, fields) if "transfers" in fields else []
    with gateway.books.transaction():
        for entity in (order, *transfers):
            gateway.books.add(entity)
    plan = {"transfers": [shown(transfer) for transfer in transfers]} if transfers else {}
    return JSONResponse(shown(order) | plan)


async def list_orders(request: Request) -> Response:
    """GET /v1/orders, all or with one receipt, or only those for which money was authorized (1), or was not (0)."""
    window, books = window_in(request, also={"receipt", "authorized", _EXPAND}), gateway_of(request).books
    wanted = {"receipt": request.query_params["receipt"]} if "receipt" in request.query_params else {}
    authorized = request.query_params.get("authorized")
    if authorized is None:
        return JSONResponse(
            collection([_expanded(books, order, request) for order in books.matching("order", window, **wanted)])
        )
    if authorized not in ("0", "1"):
        raise GatewayRefusal("The authorized must be 0 or 1.", field="authorized")
    whole = replace(window, skip=0, count=EVERYTHING.count)
    orders = [one for one in books.matching("order", whole, **wanted) if _authorized(books, one) is (authorized == "1")]
    page = orders[window.skip : window.skip + window.count]
    return JSONResponse(collection([_expanded(books, order, request) for order in page]))


async def show_order(request: Request) -> Response:
    """GET /v1/orders/:id, with its payments or their transfers where that is asked for."""
    books = gateway_of(request).books
    return JSONResponse(shown(_expanded(books, order_with(books, request.path_params["id"]), request)))


async def edit_order(request: Request) -> Response:
    """PATCH /v1/orders/:id, which changes the notes and nothing else."""
    fields = await read_fields(request, allowed={"notes"})
    books = gateway_of(request).books
    with books.transaction():
        order = order_with(books, request.path_params["id"])
        order["notes"] = notes_in(fields)
        books.save(order)
    return JSONResponse(shown(order))


async def list_order_payments(request: Request) -> Response:
    """GET /v1/orders/:id/payments: every attempt, failed ones too."""
    books = gateway_of(request).books
    order = order_with(books, request.path_params["id"])
    return JSONResponse(collection(books.matching("payment", order_id=order["id"])))


def _expanded(books: Books, order: Entity, request: Request) -> Entity:
    wanted = request.query_params.getlist(_EXPAND)
    if not set(wanted) <= {"payments", "transfers"}:
        raise GatewayRefusal("The expand must be payments or transfers.", field="expand")
    if not wanted:
        return order
    payments = books.matching("payment", order_id=order["id"])
    sources = [order["id"], *(payment["id"] for payment in payments)]
    inside = {
        "payments": payments,
        "transfers": [each for source in sources for each in books.matching("transfer", source=source)],
    }
    return order | {name: collection(inside[name]) for name in wanted}


def _authorized(books: Books, order: Entity) -> bool:
    return any(payment["status"] in _AUTHORIZED for payment in books.matching("payment", order_id=order["id"]))


def _order_from(fields: Fields, now: float) -> Entity:
    amount = amount_in(fields, too_small="Order amount less than minimum amount allowed")
    if fields.get("partial_payment"):
        raise GatewayRefusal("Partial payments are not enabled for this account", field="partial_payment")
    return {
        "id": new_id("order"),
        "entity": "order",
        "amount": amount,
        "amount_paid": 0,
        "amount_due": amount,
        "currency": currency_in(fields),
        "receipt": receipt_in(fields),
        "offer_id": None,
        "status": "created",
        "attempts": 0,
        "notes": notes_in(fields),
        "created_at": int(now),
        "_capture_policy": capture_policy_in(fields),
    }


routes = [
    Route("/orders", create_order, methods=["POST"]),
    Route("/orders", list_orders, methods=["GET"]),
    Route("/orders/{id}", show_order, methods=["GET"]),
    Route("/orders/{id}", edit_order, methods=["PATCH"]),
    Route("/orders/{id}/payments", list_order_payments, methods=["GET"]),
]
