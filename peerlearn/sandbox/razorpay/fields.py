"""Reads what a request carries and refuses what Razorpay would refuse.

Imitates the validation described at https://razorpay.com/docs/api/ (request bodies and paging).
"""

import json
from collections.abc import Collection
from typing import Any

from starlette.requests import Request

from peerlearn.sandbox.razorpay.books import EVERYTHING, Entity, Window, shown
from peerlearn.sandbox.razorpay.errors import GatewayRefusal

SMALLEST_AMOUNT, TOO_SMALL = 100, "The amount must be at least INR 1.00"
LONGEST_RECEIPT = 40
MOST_NOTES, LONGEST_NOTE = 15, 256
PAGE, LARGEST_PAGE = 10, 100

Fields = dict[str, Any]


async def read_fields(request: Request, *, allowed: Collection[str]) -> Fields:
    """The JSON object in the body, with no field that the endpoint does not know."""
    try:
        fields = json.loads(await request.body() or b"{}")
    except ValueError:
        raise GatewayRefusal("The request body is not valid JSON") from None
    if not isinstance(fields, dict):
        raise GatewayRefusal("The request body must be an object")
    refuse_unknown(fields, allowed)
    return fields


def refuse_unknown(given: Collection[str], allowed: Collection[str]) -> None:
    """Says no to fields that should not be sent."""
    unknown = [name for name in given if name not in allowed]
    if unknown:
        raise GatewayRefusal(f"{', '.join(unknown)} is/are not required and should not be sent")


def amount_in(fields: Fields, *, too_small: str = TOO_SMALL) -> int:
    """The amount: required, a whole number of paise, at least one rupee."""
    if fields.get("amount") is None:
        raise GatewayRefusal("The amount field is required.", field="amount")
    amount = fields["amount"]
    # bool is an int to Python, but not to anybody's bank.
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise GatewayRefusal("The amount must be an integer.", field="amount")
    if amount < SMALLEST_AMOUNT:
        raise GatewayRefusal(too_small, field="amount")
    return amount


def currency_in(fields: Fields) -> str:
    """The currency: required, and this account takes rupees only."""
    currency = fields.get("currency")
    if currency is None:
        raise GatewayRefusal("The currency field is required.", field="currency")
    if currency != "INR":
        raise GatewayRefusal("Currency is not supported", field="currency")
    return "INR"


def receipt_in(fields: Fields) -> str | None:
    """The merchant's own reference, if there is one."""
    receipt = fields.get("receipt")
    if receipt is None:
        return None
    if not isinstance(receipt, str):
        raise GatewayRefusal("The receipt must be a string.", field="receipt")
    if len(receipt) > LONGEST_RECEIPT:
        raise GatewayRefusal("The receipt may not be greater than 40 characters.", field="receipt")
    return receipt


def text_in(fields: Fields, name: str, *, shortest: int = 1, longest: int = 255) -> str:
    """A piece of text within bounds."""
    text = fields.get(name)
    if text is None:
        raise GatewayRefusal(f"The {name} field is required.", field=name)
    if not isinstance(text, str) or not shortest <= len(text) <= longest:
        raise GatewayRefusal(f"The {name} must be {shortest} to {longest} characters.", field=name)
    return text


def notes_in(fields: Fields) -> dict[str, Any]:
    """The notes; absent, empty and `[]` all mean none."""
    notes = fields.get("notes") or {}
    if not isinstance(notes, dict):
        raise GatewayRefusal("The notes must be an object.", field="notes")
    if len(notes) > MOST_NOTES:
        raise GatewayRefusal("You may only specify a maximum of 15 notes.", field="notes")
    for value in notes.values():
        if isinstance(value, (dict, list)) or len(str(value)) > LONGEST_NOTE:
            raise GatewayRefusal("The notes may not be greater than 256 characters.", field="notes")
    return notes


def collection(entities: list[Entity]) -> Fields:
    """Razorpay's envelope round entities, each as it is shown."""
    return enveloped([shown(entity) for entity in entities])


def enveloped(items: list[Fields]) -> Fields:
    """The same round what is no entity of its own, such as the lines of a report."""
    return {"entity": "collection", "count": len(items), "items": items}


def window_in(request: Request, *, also: Collection[str] = (), largest: int = LARGEST_PAGE) -> Window:
    """The part of a listing that the query asks for."""
    query = request.query_params
    refuse_unknown(query.keys(), {"from", "to", "count", "skip", *also})
    count = _whole(query.get("count", str(PAGE)), "count")
    if not 1 <= count <= largest:
        raise GatewayRefusal(f"The count must be between 1 and {largest}.", field="count")
    return Window(
        since=_whole(query.get("from", str(EVERYTHING.since)), "from"),
        until=_whole(query.get("to", str(EVERYTHING.until)), "to"),
        skip=_whole(query.get("skip", "0"), "skip"),
        count=count,
    )


def _whole(text: str, name: str) -> int:
    if not text.isdecimal() or int(text) > EVERYTHING.until:
        raise GatewayRefusal(f"The {name} must be an integer.", field=name)
    return int(text)
