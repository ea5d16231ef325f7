"""Refunds: money on its way back, all of it or a part.

Imitates https://razorpay.com/docs/api/refunds/ and, for the idempotency key,
https://razorpay.com/docs/api/refunds/normal-refunds-idempotent/.
"""

import json
import re
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.books import Books, Entity, shown
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import (
    Fields,
    amount_in,
    collection,
    notes_in,
    read_fields,
    receipt_in,
    window_in,
)
from peerlearn.sandbox.razorpay.gateway import Gateway, gateway_of
from peerlearn.sandbox.razorpay.ids import new_id, well_formed
from peerlearn.sandbox.razorpay.lookup import entity_with
from peerlearn.sandbox.razorpay.payment_books import left_of, payment_with
from peerlearn.sandbox.razorpay.webhooks import tell

KEY_HEADER = "X-Refund-Idempotency"
_REFUND_FIELDS = {"amount", "speed", "notes", "receipt"}


def refund_with(books: Books, refund_id: str) -> Entity:
    """The refund, or Razorpay's refusal."""
    return entity_with(books, "rfnd", refund_id)


async def create_refund(request: Request) -> Response:
    """POST /v1/payments/:id/refund, made once for each idempotency key."""
    fields = await read_fields(request, allowed=_REFUND_FIELDS)
    gateway, payment_id = gateway_of(request), request.path_params["id"]
    key = _key_in(request)
    body = json.dumps([payment_id, fields], sort_keys=True)
    with gateway.books.transaction():
        refund = _already_made(gateway.books, key, body)
        if refund is None:
            refund = _refund(gateway, payment_with(gateway.books, payment_id), fields)
            if key is not None:
                gateway.books.remember_key("refund", key, body, refund["id"])
    gateway.courier.wake()
    return JSONResponse(shown(refund))


async def list_refunds(request: Request) -> Response:
    """GET /v1/refunds."""
    return JSONResponse(collection(gateway_of(request).books.matching("refund", window_in(request))))


async def show_refund(request: Request) -> Response:
    """GET /v1/refunds/:id."""
    return JSONResponse(shown(refund_with(gateway_of(request).books, request.path_params["id"])))


async def list_payment_refunds(request: Request) -> Response:
    """GET /v1/payments/:id/refunds."""
    books = gateway_of(request).books
    payment = payment_with(books, request.path_params["id"])
    return JSONResponse(collection(books.matching("refund", window_in(request), payment_id=payment["id"])))


async def show_payment_refund(request: Request) -> Response:
    """GET /v1/payments/:id/refunds/:refund_id."""
    refund = refund_with(gateway_of(request).books, request.path_params["refund_id"])
    if refund["payment_id"] != well_formed("pay", request.path_params["id"]):
        raise GatewayRefusal("The id provided does not exist")
    return JSONResponse(shown(refund))


def record_refund(
    gateway: Gateway,
    payment: Entity,
    *,
    amount: int,
    receipt: str | None = None,
    notes: Fields | None = None,
    speed: str = "normal",
) -> Entity:
    """Takes money off a payment inside the caller's transaction, and settles it unless told to wait."""
    refund = {
        "id": new_id("rfnd"),
        "entity": "refund",
        "amount": amount,
        "currency": payment["currency"],
        "payment_id": payment["id"],
        "notes": notes or {},
        "receipt": receipt,
        "acquirer_data": {"arn": None},
        "created_at": int(gateway.now()),
        "batch_id": None,
        "status": "pending",
        "speed_processed": "normal",
        "speed_requested": speed,
    }
    gateway.books.add(refund)
    _count_refunded(gateway.books, payment, payment["amount_refunded"] + amount)
    tell(gateway, "refund.created", refund=refund, payment=payment)
    if not gateway.refunds_settle_by_hand:
        _finish(gateway, refund, payment, processed=True)
    return refund


def refund_unheard(gateway: Gateway, payment_id: str, fields: Fields) -> Entity:
    """What somebody does at the dashboard while the merchant hears nothing of it: its events are withheld."""
    with gateway.books.transaction(), gateway.courier.silent():
        payment = payment_with(gateway.books, payment_id)
        all_that_is_left = {"amount": left_of(gateway.books, payment)}
        return _refund(gateway, payment, all_that_is_left | fields)


def settle_refund(gateway: Gateway, refund_id: str, *, processed: bool) -> Entity:
    """The bank's word on a pending refund: the money arrived, or it came back."""
    with gateway.books.transaction():
        refund = refund_with(gateway.books, refund_id)
        if refund["status"] != "pending":
            raise GatewayRefusal("Only a pending refund can be settled")
        _finish(gateway, refund, payment_with(gateway.books, refund["payment_id"]), processed=processed)
    gateway.courier.wake()
    return refund


def _finish(gateway: Gateway, refund: Entity, payment: Entity, *, processed: bool) -> None:
    refund["status"] = "processed" if processed else "failed"
    if processed:
        refund["acquirer_data"] = {"arn": f"{secrets.randbelow(10**14):014d}"}
    else:
        _count_refunded(gateway.books, payment, payment["amount_refunded"] - refund["amount"])
    gateway.books.save(refund)
    tell(gateway, f"refund.{refund['status']}", refund=refund, payment=payment)


def _count_refunded(books: Books, payment: Entity, amount_refunded: int) -> None:
    whole = amount_refunded == payment["amount"]
    # Only the whole amount changes a payment's state; after a part of it, the payment is still captured.
    payment.update(
        amount_refunded=amount_refunded,
        refund_status="full" if whole else "partial" if amount_refunded else None,
        status="refunded" if whole else "captured" if payment["captured"] else "authorized",
    )
    books.save(payment)


def _refund(gateway: Gateway, payment: Entity, fields: Fields) -> Entity:
    if payment["status"] == "refunded":
        raise GatewayRefusal("The payment has been fully refunded already")
    if payment["status"] != "captured":
        raise GatewayRefusal("The payment status should be captured for action to be taken")
    amount = payment["amount"]
    if "amount" in fields:
        amount = amount_in(fields)
    if amount > payment["amount"] - payment["amount_refunded"]:
        raise GatewayRefusal("The refund amount provided is greater than amount captured", field="amount")
    if amount > left_of(gateway.books, payment):  # Razorpay does not say in which words it refuses that
        raise GatewayRefusal("The payment is disputed and cannot be refunded", field="amount")
    speed = fields.get("speed", "normal")
    if speed not in ("normal", "optimum"):
        raise GatewayRefusal("The speed must be normal or optimum.", field="speed")
    receipt = receipt_in(fields)
    if receipt is not None and gateway.books.matching("refund", receipt=receipt):
        raise GatewayRefusal("The receipt must be unique.", field="receipt", reason="duplicate_refund_id")
    return record_refund(gateway, payment, amount=amount, receipt=receipt, notes=notes_in(fields), speed=speed)


def _key_in(request: Request) -> str | None:
    key = request.headers.get(KEY_HEADER)
    if key is not None and not re.fullmatch(r"[A-Za-z0-9_-]{10,}", key):
        raise GatewayRefusal("The idempotency key must be at least 10 letters, digits, - or _.", field=KEY_HEADER)
    return key


def _already_made(books: Books, key: str | None, body: str) -> Entity | None:
    known = books.made_for_key("refund", key) if key is not None else None
    if known is None:
        return None
    if known[0] != body:
        raise GatewayRefusal("Different request body sent for the same Idempotency Header", status=409)
    return refund_with(books, known[1])


routes = [
    Route("/refunds", list_refunds, methods=["GET"]),
    Route("/refunds/{id}", show_refund, methods=["GET"]),
    Route("/payments/{id}/refund", create_refund, methods=["POST"]),
    Route("/payments/{id}/refunds", list_payment_refunds, methods=["GET"]),
    Route("/payments/{id}/refunds/{refund_id}", show_payment_refund, methods=["GET"]),
]
