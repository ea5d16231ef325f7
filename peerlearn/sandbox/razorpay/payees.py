"""Who is paid out to: contacts, and the bank accounts and UPI addresses (fund accounts) that are theirs.

Imitates https://razorpay.com/docs/api/x/contacts/ and https://razorpay.com/docs/api/x/fund-accounts/: the same
body again gives what it made the first time.
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
from peerlearn.sandbox.razorpay.fields import Fields, collection, notes_in, read_fields, text_in, window_in
from peerlearn.sandbox.razorpay.gateway import gateway_of
from peerlearn.sandbox.razorpay.ids import new_id
from peerlearn.sandbox.razorpay.lookup import entity_with

CONTACT, FUND_ACCOUNT = "contact", "fund_account"
_PREFIXES = {CONTACT: "cont", FUND_ACCOUNT: "fa"}
_CONTACT_FIELDS = {"name", "email", "contact", "type", "reference_id", "notes"}
_ACCOUNT_FIELDS = {"contact_id", "account_type", "bank_account", "vpa"}
_IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
_NUMBER = re.compile(r"[A-Za-z0-9]{5,35}")
_VPA = re.compile(r"(?=.{3,100}$)[A-Za-z0-9.-]+@[A-Za-z0-9.-]+")


def payee_with(books: Books, kind: str, payee_id: str) -> Entity:
    """The contact or fund account, or Razorpay's refusal."""
    return entity_with(books, _PREFIXES[kind], payee_id)


async def create_contact(request: Request) -> Response:
    """POST /v1/contacts."""
    fields = await read_fields(request, allowed=_CONTACT_FIELDS)
    contact = _made_once(gateway_of(request).books, CONTACT, fields, _contact_from(fields))
    return JSONResponse(shown(contact), status_code=201)


async def edit_contact(request: Request) -> Response:
    """PATCH /v1/contacts/:id: what is not named stays as it is."""
    fields, books = await read_fields(request, allowed=_CONTACT_FIELDS | {"active"}), gateway_of(request).books
    with books.transaction():
        contact = payee_with(books, CONTACT, request.path_params["id"])
        if not isinstance(fields.get("active", True), bool):
            raise GatewayRefusal("The active field must be true or false.", field="active")
        contact["active"] = fields.pop("active", contact["active"])
        whole = json.loads(contact["_request"]) | fields
        contact.update(_contact_from(whole), _request=json.dumps(whole, sort_keys=True))
        books.save(contact)
    return JSONResponse(shown(contact))


async def create_fund_account(request: Request) -> Response:
    """POST /v1/fund_accounts: a bank account or a UPI address; it is never edited."""
    fields = await read_fields(request, allowed=_ACCOUNT_FIELDS)
    books = gateway_of(request).books
    contact = payee_with(books, CONTACT, text_in(fields, "contact_id"))
    account = {"contact_id": contact["id"], "account_type": fields.get("account_type"), **_details(fields)}
    return JSONResponse(shown(_made_once(books, FUND_ACCOUNT, fields, account)), status_code=201)


async def list_payees(request: Request) -> Response:
    """GET /v1/contacts and /v1/fund_accounts, of which one may be asked for by `contact_id`."""
    kind = request.url.path.rpartition("/")[2].removesuffix("s")
    also = {"reference_id"} if kind == CONTACT else {"contact_id"}
    wanted = {name: request.query_params[name] for name in also if name in request.query_params}
    return JSONResponse(collection(gateway_of(request).books.matching(kind, window_in(request, also=also), **wanted)))


async def show_contact(request: Request) -> Response:
    """GET /v1/contacts/:id."""
    return JSONResponse(shown(payee_with(gateway_of(request).books, CONTACT, request.path_params["id"])))


async def show_fund_account(request: Request) -> Response:
    """GET /v1/fund_accounts/:id."""
    return JSONResponse(shown(payee_with(gateway_of(request).books, FUND_ACCOUNT, request.path_params["id"])))


def _contact_from(fields: Fields) -> Fields:
    return {
        "name": text_in(fields, "name", shortest=3, longest=50),
        "email": fields.get("email"),
        "contact": fields.get("contact"),
        "type": fields.get("type"),
        "reference_id": text_in(fields, "reference_id", longest=40) if "reference_id" in fields else None,
        "notes": notes_in(fields),
    }


def _details(fields: Fields) -> Fields:
    if fields.get("account_type") == "vpa":
        address = _inner(fields, "vpa", {"address"}, {"address": _VPA})["address"]
        username, _, handle = address.partition("@")
        return {"vpa": {"address": address, "username": username, "handle": handle}}
    if fields.get("account_type") == "bank_account":
        patterns = {"ifsc": _IFSC, "account_number": _NUMBER, "name": re.compile(r".{3,120}")}
        return {"bank_account": _inner(fields, "bank_account", set(patterns), patterns)}
    raise GatewayRefusal("The selected account type is invalid.", field="account_type")


def _inner(fields: Fields, name: str, allowed: set[str], patterns: dict[str, re.Pattern[str]]) -> dict[str, str]:
    given: Any = fields.get(name)
    if not isinstance(given, dict) or set(given) - allowed:
        raise GatewayRefusal(f"The {name} field is invalid.", field=name)
    for key, pattern in patterns.items():
        if not pattern.fullmatch(str(given.get(key, ""))):
            raise GatewayRefusal(f"The {key.replace('_', ' ')} is invalid.", field=f"{name}.{key}")
    return {key: str(given[key]) for key in patterns}


def _made_once(books: Books, kind: str, fields: Fields, details: Fields) -> Entity:
    request = json.dumps(fields, sort_keys=True)
    with books.transaction():
        for same in books.matching(kind, _request=request):
            return same
        prefix = {"id": new_id(_PREFIXES[kind]), "entity": kind}
        payee = {**prefix, **details, "active": True, "created_at": int(time.time()), "_request": request}
        books.add(payee)
    return payee


routes = [
    Route("/contacts", create_contact, methods=["POST"]),
    Route("/contacts", list_payees, methods=["GET"]),
    Route("/contacts/{id}", show_contact, methods=["GET"]),
    Route("/contacts/{id}", edit_contact, methods=["PATCH"]),
    Route("/fund_accounts", create_fund_account, methods=["POST"]),
    Route("/fund_accounts", list_payees, methods=["GET"]),
    Route("/fund_accounts/{id}", show_fund_account, methods=["GET"]),
]
