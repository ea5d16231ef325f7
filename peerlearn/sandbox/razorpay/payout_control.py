"""The levers of payouts, beside those of `control.py`: what banks and approvers do, and what the account holds.

GET    payouts | contacts | fund_accounts    the gateway's own books, newest first
PUT    payouts                     {"settle"?: "at_once" | "by_hand", "approval"?: bool, "balance"?: paise}
POST   payouts/<id>/move           {"to": any state that may follow, "reason"?}
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.book_levers import showing
from peerlearn.sandbox.razorpay.books import shown
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import read_fields
from peerlearn.sandbox.razorpay.gateway import gateway_of
from peerlearn.sandbox.razorpay.payout_states import move, top_up


async def choose_payout_desk(request: Request) -> Response:
    """Changes how payouts are treated from now on."""
    gateway = gateway_of(request)
    fields = await read_fields(request, allowed={"settle", "approval", "balance"})
    if fields.get("settle", "at_once") not in ("at_once", "by_hand"):
        raise GatewayRefusal("The settle field must be at_once or by_hand", field="settle")
    desk = gateway.payouts
    desk.settle_by_hand = fields.get("settle", "by_hand" if desk.settle_by_hand else "at_once") == "by_hand"
    desk.need_approval = bool(fields.get("approval", desk.need_approval))
    if "balance" in fields:
        top_up(gateway, int(fields["balance"]))
    return JSONResponse(
        {"settle_by_hand": desk.settle_by_hand, "approval": desk.need_approval, "balance": desk.balance}
    )


async def move_payout(request: Request) -> Response:
    """Brings one payout to another state."""
    fields = await read_fields(request, allowed={"to", "reason"})
    payout = move(gateway_of(request), request.path_params["id"], str(fields.get("to")), fields.get("reason"))
    return JSONResponse(shown(payout))


routes = [
    Route("/payouts", choose_payout_desk, methods=["PUT"]),
    Route("/payouts/{id}/move", move_payout, methods=["POST"]),
    *showing("payout", "contact", "fund_account"),
]
