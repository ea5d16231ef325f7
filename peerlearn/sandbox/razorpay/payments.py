"""Payments over the API: look at them, capture them.

Imitates https://razorpay.com/docs/api/payments/. What makes a payment succeed or fail is in `attempts.py`.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay import attempts
from peerlearn.sandbox.razorpay.books import shown
from peerlearn.sandbox.razorpay.fields import amount_in, collection, currency_in, read_fields, window_in
from peerlearn.sandbox.razorpay.gateway import gateway_of
from peerlearn.sandbox.razorpay.payment_books import payment_with


async def list_payments(request: Request) -> Response:
    """GET /v1/payments."""
    return JSONResponse(collection(gateway_of(request).books.matching("payment", window_in(request))))


async def show_payment(request: Request) -> Response:
    """GET /v1/payments/:id."""
    return JSONResponse(shown(payment_with(gateway_of(request).books, request.path_params["id"])))


async def capture_payment(request: Request) -> Response:
    """POST /v1/payments/:id/capture."""
    fields = await read_fields(request, allowed={"amount", "currency"})
    amount = amount_in(fields)
    currency_in(fields)
    return JSONResponse(shown(attempts.capture(gateway_of(request), request.path_params["id"], amount)))


routes = [
    Route("/payments", list_payments, methods=["GET"]),
    Route("/payments/{id}", show_payment, methods=["GET"]),
    Route("/payments/{id}/capture", capture_payment, methods=["POST"]),
]
