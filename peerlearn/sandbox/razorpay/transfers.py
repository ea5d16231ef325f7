"""Transfers: parts of a captured payment passed on to linked accounts, and taken back from them.

Imitates https://razorpay.com/docs/api/payments/route/. Every account with a well-formed id counts as linked; transfers
are processed at once, those that an order plans when it is paid (`order_transfers.py`). Left out are those that come
from no payment.
"""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.books import Books, Entity, shown
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fees import fee_of
from peerlearn.sandbox.razorpay.fields import (
    Fields,
    amount_in,
    collection,
    currency_in,
    notes_in,
    read_fields,
    refuse_unknown,
    text_in,
    window_in,
)
from peerlearn.sandbox.razorpay.gateway import Gateway, gateway_of
from peerlearn.sandbox.razorpay.ids import new_id, well_formed
from peerlearn.sandbox.razorpay.lookup import entity_with
from peerlearn.sandbox.razorpay.payment_books import payment_with
from peerlearn.sandbox.razorpay.webhooks import tell

FEE_BASIS_POINTS = 25  # of each transfer
UNSENT = ("created", "failed")
EARLIEST, LATEST = 946684800, 4765046400  # Unix times between which money may be held
_FIELDS = {"account", "amount", "currency", "notes", "linked_account_notes", "on_hold", "on_hold_until"}


def transfer_with(books: Books, transfer_id: str) -> Entity:
    """The transfer, or Razorpay's refusal."""
    return entity_with(books, "trf", transfer_id)


async def create_transfers(request: Request) -> Response:
    """POST /v1/payments/:id/transfers: all of them or none."""
    fields, gateway = await read_fields(request, allowed={"transfers"}), gateway_of(request)
    with gateway.books.transaction():
        payment = payment_with(gateway.books, request.path_params["id"])
        made = transfers_in(gateway, fields, source=payment["id"])
        for transfer in made:
            process(gateway, transfer)
        _check_room(gateway.books, payment, made)
        for transfer in made:
            gateway.books.add(transfer)
            tell(gateway, "transfer.processed", transfer=transfer)
    gateway.courier.wake()
    return JSONResponse(collection(made))


async def list_payment_transfers(request: Request) -> Response:
    """GET /v1/payments/:id/transfers."""
    books = gateway_of(request).books
    payment = payment_with(books, request.path_params["id"])
    return JSONResponse(collection(books.matching("transfer", window_in(request), source=payment["id"])))


async def list_transfers(request: Request) -> Response:
    """GET /v1/transfers."""
    return JSONResponse(collection(gateway_of(request).books.matching("transfer", window_in(request))))


async def show_transfer(request: Request) -> Response:
    """GET /v1/transfers/:id."""
    return JSONResponse(shown(transfer_with(gateway_of(request).books, request.path_params["id"])))


async def edit_transfer(request: Request) -> Response:
    """PATCH /v1/transfers/:id: holds the money back from settlement, or no longer."""
    fields, books = await read_fields(request, allowed={"on_hold", "on_hold_until"}), gateway_of(request).books
    with books.transaction():
        transfer = transfer_with(books, request.path_params["id"])
        transfer.update(_holding(fields))
        books.save(transfer)
    return JSONResponse(shown(transfer))


async def reverse_transfer(request: Request) -> Response:
    """POST /v1/transfers/:id/reversals: all that is left of it, or so much."""
    fields, gateway = await read_fields(request, allowed={"amount", "notes"}), gateway_of(request)
    with gateway.books.transaction():
        transfer = transfer_with(gateway.books, request.path_params["id"])
        if transfer["status"] in UNSENT:
            raise GatewayRefusal("Only a transfer that is processed can be reversed")
        left = transfer["amount"] - transfer["amount_reversed"]
        amount = amount_in(fields) if "amount" in fields else left
        if not 0 < amount <= left:
            raise GatewayRefusal("The reversal amount is greater than what is left of the transfer", field="amount")
        reversal = {
            "id": new_id("rvrsl"),
            "entity": "reversal",
            "transfer_id": transfer["id"],
            "amount": amount,
            "fee": 0,
            "tax": 0,
            "currency": transfer["currency"],
            "notes": notes_in(fields),
            "initiator_id": gateway.settings.account_id,
            "created_at": int(gateway.now()),
        }
        gateway.books.add(reversal)
        transfer["amount_reversed"] += amount
        transfer["status"] = "reversed" if amount == left else "partially_reversed"
        gateway.books.save(transfer)
    return JSONResponse(shown(reversal))


async def list_reversals(request: Request) -> Response:
    """GET /v1/transfers/:id/reversals."""
    books = gateway_of(request).books
    transfer = transfer_with(books, request.path_params["id"])
    return JSONResponse(collection(books.matching("reversal", window_in(request), transfer_id=transfer["id"])))


def transfers_in(gateway: Gateway, fields: Fields, *, source: str) -> list[Entity]:
    """The transfers that are asked for out of a payment or an order, not kept and not processed yet."""
    wanted: Any = fields.get("transfers")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(each, dict) for each in wanted):
        raise GatewayRefusal("The transfers field is required.", field="transfers")
    return [_transfer_from(gateway, source, each) for each in wanted]


def process(gateway: Gateway, transfer: Entity) -> None:
    """The money is with the linked account; what that costs is known from then on."""
    fee, tax = fee_of(transfer["amount"], FEE_BASIS_POINTS)
    transfer.update(status="processed", fees=fee, tax=tax, processed_at=int(gateway.now()))


def passed_on(books: Books, payment: Entity, also: Sequence[Entity] = ()) -> int:
    """Paise that a payment's transfers took and did not give back, fees included, with those of `also`."""
    sent = [*books.matching("transfer", source=payment["id"]), *books.matching("transfer", source=payment["order_id"])]
    every = [*(one for one in sent if one["status"] not in UNSENT), *also]
    return int(sum(one["amount"] - one["amount_reversed"] + one["fees"] for one in every))


def _transfer_from(gateway: Gateway, source: str, fields: Fields) -> Entity:
    refuse_unknown(fields, _FIELDS)
    amount, notes = amount_in(fields), notes_in(fields)
    linked: Any = fields.get("linked_account_notes") or []
    if not isinstance(linked, list) or not set(linked) <= set(notes):
        raise GatewayRefusal("The linked_account_notes must be keys of notes.", field="linked_account_notes")
    return {
        "id": new_id("trf"),
        "entity": "transfer",
        "status": "created",
        "source": source,
        "recipient": well_formed("acc", text_in(fields, "account")),
        "amount": amount,
        "currency": currency_in(fields),
        "amount_reversed": 0,
        "fees": 0,
        "tax": 0,
        "notes": notes,
        "linked_account_notes": linked,
        **_holding(fields),
        "recipient_settlement_id": None,
        "created_at": int(gateway.now()),
        "processed_at": None,
        "error": {"code": None, "description": None, "reason": None, "field": None, "step": None, "source": None},
    }


def _holding(fields: Fields) -> Fields:
    held, until = fields.get("on_hold", False), fields.get("on_hold_until")
    if not isinstance(held, (bool, int)):
        raise GatewayRefusal("The on_hold field must be true or false.", field="on_hold")
    if until is not None and (not isinstance(until, int) or not EARLIEST <= until <= LATEST):
        raise GatewayRefusal(f"The on_hold_until must be between {EARLIEST} and {LATEST}.", field="on_hold_until")
    return {
        "on_hold": bool(held),
        "on_hold_until": until if held else None,
        "settlement_status": "on_hold" if held else "pending",
    }


def _check_room(books: Books, payment: Entity, made: list[Entity]) -> None:
    if not payment["captured"]:
        raise GatewayRefusal("The payment status should be captured for action to be taken")
    if payment["amount_refunded"]:
        raise GatewayRefusal("Transfers are not allowed on a payment that is refunded, all of it or a part")
    if passed_on(books, payment, made) + payment["fee"] > payment["amount"]:
        raise GatewayRefusal("The sum of amount requested for transfer is greater than the captured amount")


routes = [
    Route("/payments/{id}/transfers", create_transfers, methods=["POST"]),
    Route("/payments/{id}/transfers", list_payment_transfers, methods=["GET"]),
    Route("/transfers", list_transfers, methods=["GET"]),
    Route("/transfers/{id}", show_transfer, methods=["GET"]),
    Route("/transfers/{id}", edit_transfer, methods=["PATCH"]),
    Route("/transfers/{id}/reversals", reverse_transfer, methods=["POST"]),
    Route("/transfers/{id}/reversals", list_reversals, methods=["GET"]),
]
