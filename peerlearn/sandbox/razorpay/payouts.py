"""Payouts over the API: money from the merchant's current account to somebody's bank account or UPI address.

Imitates https://razorpay.com/docs/api/x/payouts/ and https://razorpay.com/docs/api/x/payout-idempotency/: the header
must be sent, its key makes one payout, and another body under the same key is refused.
"""

import json
import re
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.books import Books, Entity, shown
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import (
    Fields,
    amount_in,
    collection,
    currency_in,
    notes_in,
    read_fields,
    text_in,
    window_in,
)
from peerlearn.sandbox.razorpay.gateway import Gateway, gateway_of
from peerlearn.sandbox.razorpay.ids import new_id
from peerlearn.sandbox.razorpay.payees import FUND_ACCOUNT, payee_with
from peerlearn.sandbox.razorpay.payout_states import FEE, begin, move, payout_with, settle_at_once

KEY_HEADER = "X-Payout-Idempotency"
MODES = {"bank_account": {"NEFT", "RTGS", "IMPS"}, "vpa": {"UPI"}}
PURPOSES = {"refund", "cashback", "payout", "salary", "utility bill", "vendor bill"}
# In paise, as on RazorpayX Lite: the most that one payout of a mode may carry.
MOST = {"IMPS": 50_000_000, "UPI": 10_000_000}
_FIELDS = {"account_number", "fund_account_id", "amount", "currency", "mode", "purpose", "queue_if_low_balance"}
_FIELDS |= {"reference_id", "narration", "notes"}


async def create_payout(request: Request) -> Response:
    """POST /v1/payouts, made once for each idempotency key; a repetition shows it as it stands by then."""
    fields = await read_fields(request, allowed=_FIELDS)
    gateway, key = gateway_of(request), _key_in(request)
    body = json.dumps(fields, sort_keys=True)
    with gateway.books.transaction():
        payout = _already_made(gateway.books, key, body)
        if payout is None:
            payout = _payout_from(gateway, fields)
            gateway.books.add(payout)
            gateway.books.remember_key("payout", key, body, payout["id"])
            begin(gateway, payout)
            answer = shown(payout)
            settle_at_once(gateway, payout)
        else:
            answer = shown(payout)
    gateway.courier.wake()
    return JSONResponse(answer)


async def list_payouts(request: Request) -> Response:
    """GET /v1/payouts?account_number=, perhaps with `reference_id`, `fund_account_id` or `status`."""
    also = {"account_number", "reference_id", "fund_account_id", "status"}
    window, query = window_in(request, also=also), request.query_params
    _check_account(gateway_of(request), query.get("account_number"))
    wanted = {name: query[name] for name in also - {"account_number"} if name in query}
    return JSONResponse(collection(gateway_of(request).books.matching("payout", window, **wanted)))


async def show_payout(request: Request) -> Response:
    """GET /v1/payouts/:id."""
    return JSONResponse(shown(payout_with(gateway_of(request).books, request.path_params["id"])))


async def cancel_payout(request: Request) -> Response:
    """POST /v1/payouts/:id/cancel, while it is queued."""
    gateway = gateway_of(request)
    if payout_with(gateway.books, request.path_params["id"])["status"] != "queued":
        raise GatewayRefusal("Payout cannot be cancelled as it is not in queued state")
    return JSONResponse(shown(move(gateway, request.path_params["id"], "cancelled")))


def _payout_from(gateway: Gateway, fields: Fields) -> Entity:
    _check_account(gateway, fields.get("account_number"))
    account = payee_with(gateway.books, FUND_ACCOUNT, text_in(fields, "fund_account_id"))
    amount = amount_in(fields, too_small="The amount must be at least 100.")
    mode = _one_of(fields, "mode", MODES[account["account_type"]])
    if amount > MOST.get(mode, amount):
        raise GatewayRefusal(f"Amount exceeds the maximum for {mode}", field="amount")
    if not fields.get("queue_if_low_balance") and gateway.payouts.balance < amount + FEE:
        raise GatewayRefusal("Your account does not have enough balance to carry out the payout operation.")
    narration = str(fields.get("narration") or "")
    if not re.fullmatch(r"[A-Za-z0-9 ]{0,30}", narration):
        raise GatewayRefusal("The narration may have 30 letters, digits and spaces.", field="narration")
    return {
        "id": new_id("pout"),
        "entity": "payout",
        "fund_account_id": account["id"],
        "amount": amount,
        "currency": currency_in(fields),
        "notes": notes_in(fields),
        "fees": 0,
        "tax": 0,
        "status": "pending",
        "utr": None,
        "mode": mode,
        "purpose": _one_of(fields, "purpose", PURPOSES),
        "reference_id": text_in(fields, "reference_id", longest=40) if "reference_id" in fields else None,
        "narration": narration,
        "batch_id": None,
        "status_details": {"reason": None, "description": None, "source": None},
        "created_at": int(time.time()),
        "fee_type": None,
    }


def _one_of(fields: Fields, name: str, choices: set[str]) -> str:
    chosen: Any = fields.get(name)
    if chosen not in choices:
        raise GatewayRefusal(f"The {name} is invalid.", field=name)
    return str(chosen)


def _check_account(gateway: Gateway, number: Any) -> None:
    if number is None or number != gateway.settings.account_number:
        raise GatewayRefusal("The account number is invalid.", field="account_number")


def _key_in(request: Request) -> str:
    key = request.headers.get(KEY_HEADER, "")
    if not re.fullmatch(r"[A-Za-z0-9_ -]{4,36}", key):
        raise GatewayRefusal(
            f"The {KEY_HEADER} header must have 4 to 36 letters, digits, -, _ or spaces.", field=KEY_HEADER
        )
    return key


def _already_made(books: Books, key: str, body: str) -> Entity | None:
    known = books.made_for_key("payout", key)
    if known is None:
        return None
    if known[0] != body:
        raise GatewayRefusal("Different request body sent for the same Idempotency Header")
    return payout_with(books, known[1])


routes = [
    Route("/payouts", create_payout, methods=["POST"]),
    Route("/payouts", list_payouts, methods=["GET"]),
    Route("/payouts/{id}", show_payout, methods=["GET"]),
    Route("/payouts/{id}/cancel", cancel_payout, methods=["POST"]),
]
