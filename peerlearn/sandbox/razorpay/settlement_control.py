"""The levers of settlements, and of what somebody does at the gateway's own dashboard; they are no part of Razorpay.

They need the merchant's keys like the others, and take and give JSON:

    GET    settlements | adjustments      the books, as in `control.py`
    POST   settlements                    settles everything that is open; gives the settlement
    POST   adjustments                    {"amount": paise, below zero to take them, "description"?}
    POST   payments/<id>/refund-unheard   {"amount"?}; refunds at the dashboard, and the events of it are not sent
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.book_levers import showing
from peerlearn.sandbox.razorpay.books import shown
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import read_fields
from peerlearn.sandbox.razorpay.gateway import gateway_of
from peerlearn.sandbox.razorpay.refunds import refund_unheard
from peerlearn.sandbox.razorpay.settlements import adjust, settle_open


async def settle(request: Request) -> Response:
    """Sends what is open to the bank."""
    return JSONResponse(settle_open(gateway_of(request)))


async def make_adjustment(request: Request) -> Response:
    """Gives or takes an amount."""
    fields = await read_fields(request, allowed={"amount", "description"})
    amount = fields.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool) or amount == 0:
        raise GatewayRefusal("The amount must be an integer other than zero.", field="amount")
    return JSONResponse(shown(adjust(gateway_of(request), amount, str(fields.get("description", "")))))


async def refund_at_dashboard(request: Request) -> Response:
    """Refunds a payment, and nobody hears of it."""
    fields = await read_fields(request, allowed={"amount"})
    return JSONResponse(shown(refund_unheard(gateway_of(request), request.path_params["id"], fields)))


routes = [
    Route("/settlements", settle, methods=["POST"]),
    Route("/adjustments", make_adjustment, methods=["POST"]),
    Route("/payments/{id}/refund-unheard", refund_at_dashboard, methods=["POST"]),
    *showing("settlement", "adjustment"),
]
