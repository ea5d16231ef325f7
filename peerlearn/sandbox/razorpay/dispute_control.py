"""The levers of disputes, beside those of `control.py`: what banks ask, and what they decide.

GET    disputes                    the gateway's own books, newest first
POST   payments/<id>/dispute       {"amount"?, "phase"?, "reason"?, "deduct"?: "at_onset" | "when_lost"}
POST   disputes/<id>/move          {"to": "under_review" | "action_required" | "won" | "lost" | "closed"}
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.book_levers import showing
from peerlearn.sandbox.razorpay.books import shown
from peerlearn.sandbox.razorpay.disputes import REASON, move, open_dispute
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import amount_in, read_fields
from peerlearn.sandbox.razorpay.gateway import gateway_of


async def dispute_payment(request: Request) -> Response:
    """A bank questions a payment."""
    fields = await read_fields(request, allowed={"amount", "phase", "reason", "deduct"})
    if fields.get("deduct", "at_onset") not in ("at_onset", "when_lost"):
        raise GatewayRefusal("The deduct field must be at_onset or when_lost", field="deduct")
    dispute = open_dispute(
        gateway_of(request),
        request.path_params["id"],
        amount=amount_in(fields) if "amount" in fields else None,
        phase=str(fields.get("phase", "chargeback")),
        reason=str(fields.get("reason", REASON)),
        at_onset=fields.get("deduct", "at_onset") == "at_onset",
    )
    return JSONResponse(shown(dispute))


async def move_dispute(request: Request) -> Response:
    """What comes of it."""
    fields = await read_fields(request, allowed={"to"})
    return JSONResponse(shown(move(gateway_of(request), request.path_params["id"], str(fields.get("to")))))


routes = [
    Route("/payments/{id}/dispute", dispute_payment, methods=["POST"]),
    Route("/disputes/{id}/move", move_dispute, methods=["POST"]),
    *showing("dispute"),
]
