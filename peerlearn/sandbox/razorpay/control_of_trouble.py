"""The levers for what goes wrong on purpose, beside those of `control.py`.

POST   faults                     see `faults.Fault` for the fields
GET    faults                     those still to come
DELETE faults                     lets every call through again
POST   orders/<id>/leave-pending  {"minutes"?}; the bank allows it only then, and nobody is told before
PUT    checkout                   {"amount"?: paise, "order_id"?}; what the next person who pays in the window pays in
                                  truth: another amount, or somebody else's order; without both, what they should
"""

from dataclasses import asdict
from dataclasses import fields as dataclass_fields

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.attempts import Payer
from peerlearn.sandbox.razorpay.books import shown
from peerlearn.sandbox.razorpay.faults import Fault
from peerlearn.sandbox.razorpay.fields import amount_in, read_fields
from peerlearn.sandbox.razorpay.gateway import NextPayment, gateway_of
from peerlearn.sandbox.razorpay.orders import order_with
from peerlearn.sandbox.razorpay.pending import leave_pending

SOON_MINUTES = 1


async def plan_fault(request: Request) -> Response:
    """Spoils the next calls."""
    known = {field.name for field in dataclass_fields(Fault)}
    gateway_of(request).faults.plan(Fault(**await read_fields(request, allowed=known)))
    return await show_faults(request)


async def show_faults(request: Request) -> Response:
    """The faults still to come."""
    return JSONResponse({"items": gateway_of(request).faults.listed()})


async def clear_faults(request: Request) -> Response:
    """Lets every call through again."""
    gateway_of(request).faults.clear()
    return await show_faults(request)


async def leave_order_pending(request: Request) -> Response:
    """Tries to pay an order at a bank that takes its time."""
    minutes = (await read_fields(request, allowed={"minutes"})).get("minutes", SOON_MINUTES)
    return JSONResponse(shown(leave_pending(gateway_of(request), request.path_params["id"], Payer(), minutes=minutes)))


async def choose_next_payment(request: Request) -> Response:
    """Changes what the next press of Pay does."""
    gateway, fields = gateway_of(request), await read_fields(request, allowed={"amount", "order_id"})
    amount = amount_in(fields) if "amount" in fields else None
    order_id = str(order_with(gateway.books, str(fields["order_id"]))["id"]) if "order_id" in fields else None
    gateway.next_payment = NextPayment(amount, order_id)
    return JSONResponse(asdict(gateway.next_payment))


routes = [
    Route("/faults", plan_fault, methods=["POST"]),
    Route("/faults", show_faults, methods=["GET"]),
    Route("/faults", clear_faults, methods=["DELETE"]),
    Route("/orders/{id}/leave-pending", leave_order_pending, methods=["POST"]),
    Route("/checkout", choose_next_payment, methods=["PUT"]),
]
