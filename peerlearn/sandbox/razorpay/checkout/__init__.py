"""The payment window: the script a merchant's page loads, and the framed page where a person pays.

Imitates https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/integration-steps/.
The browser sees the key id and the order id; the signature is made here and nowhere else.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay import attempts
from peerlearn.sandbox.razorpay.attempts import Payer
from peerlearn.sandbox.razorpay.books import Entity
from peerlearn.sandbox.razorpay.checkout.answers import failure_response, success_response
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.failures import FAILURES
from peerlearn.sandbox.razorpay.fields import Fields, notes_in, read_fields
from peerlearn.sandbox.razorpay.gateway import NextPayment, gateway_of
from peerlearn.sandbox.razorpay.orders import order_with
from peerlearn.sandbox.razorpay.pending import leave_pending

_HERE = Path(__file__).parent
# Any merchant's page may frame the window; the window itself loads nothing from elsewhere.
_FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)
_ATTEMPT_FIELDS = {"key", "fail_with", "pending_minutes", "method", "email", "contact", "description", "notes"}


async def show_open_order(request: Request) -> Response:
    """What the window shows: how much, and which failures can be rehearsed."""
    order = _order_of_key_holder(request, request.query_params.get("key"))
    if order["status"] == "paid":
        raise GatewayRefusal("This order has been paid already")
    reasons = [{"reason": reason, "description": why.description} for reason, why in FAILURES.items()]
    return JSONResponse({"amount": order["amount_due"], "currency": order["currency"], "reasons": reasons})


async def attempt_payment(request: Request) -> Response:
    """One press of Pay, of Fail, or of one of the buttons for what comes late."""
    fields = await read_fields(request, allowed=_ATTEMPT_FIELDS)
    gateway = gateway_of(request)
    order = _order_of_key_holder(request, fields.get("key"))
    if fields.get("fail_with"):
        payment = attempts.fail(gateway, order["id"], str(fields["fail_with"]), _payer_from(fields))
        return JSONResponse(failure_response(payment))
    if fields.get("pending_minutes"):
        leave_pending(gateway, order["id"], _payer_from(fields), minutes=fields["pending_minutes"])
        return JSONResponse({"pending": True})
    instead, gateway.next_payment = gateway.next_payment, NextPayment()
    payment = attempts.pay(gateway, instead.order_id or order["id"], _payer_from(fields), amount=instead.amount)
    return JSONResponse(success_response(gateway, payment))


def _order_of_key_holder(request: Request, key: str | None) -> Entity:
    gateway = gateway_of(request)
    if key != gateway.settings.key_id:
        raise GatewayRefusal("The id provided does not exist")
    return order_with(gateway.books, request.path_params["id"])


def _payer_from(fields: Fields) -> Payer:
    return Payer(
        email=_text(fields, "email"),
        contact=_text(fields, "contact"),
        description=_text(fields, "description"),
        method=_method(fields),
        notes=notes_in(fields),
    )


def _method(fields: Fields) -> str:
    method = str(fields.get("method") or "card")
    if method not in attempts.METHODS:
        raise GatewayRefusal("The selected method is invalid.", field="method")
    return method


def _text(fields: Fields, name: str) -> str | None:
    return str(fields[name])[:255] if fields.get(name) else None


def _file(name: str, media_type: str, **headers: str) -> Callable[[Request], Awaitable[Response]]:
    async def serve(_request: Request) -> Response:
        return FileResponse(_HERE / name, media_type=media_type, headers={"Cache-Control": "no-cache", **headers})

    return serve


routes = [
    Route("/v1/checkout.js", _file("checkout.js", "text/javascript")),
    Route("/checkout/window", _file("window.html", "text/html", **{"Content-Security-Policy": _FRAME_POLICY})),
    Route("/checkout/window.js", _file("window.js", "text/javascript")),
    Route("/checkout/methods.js", _file("methods.js", "text/javascript")),
    Route("/checkout/window.css", _file("window.css", "text/css")),
    Route("/checkout/orders/{id}", show_open_order, methods=["GET"]),
    Route("/checkout/orders/{id}/attempts", attempt_payment, methods=["POST"]),
]
