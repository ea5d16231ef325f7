"""Disputes: a learner's bank questions a payment, and decides in the end.

Imitates https://razorpay.com/docs/api/disputes/ and https://razorpay.com/docs/payments/disputes/. The amount leaves the
balance with the question ("Deduct at Onset") or only when it is lost, as the bank is told; a dispute that is not lost
gives it back. The merchant accepts it or sends evidence in (`evidence.py`); what a bank makes of that is a lever.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.books import Books, Entity, shown
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.evidence import FIELDS, add_to_evidence, check_enough, nothing_said
from peerlearn.sandbox.razorpay.fields import collection, read_fields, window_in
from peerlearn.sandbox.razorpay.gateway import Gateway, gateway_of
from peerlearn.sandbox.razorpay.ids import new_id
from peerlearn.sandbox.razorpay.lookup import entity_with
from peerlearn.sandbox.razorpay.payment_books import UNDECIDED, payment_with
from peerlearn.sandbox.razorpay.settlements import add_adjustment
from peerlearn.sandbox.razorpay.webhooks import tell

DAYS_TO_ANSWER, DAY = 3, 86_400
PHASES = ("fraud", "retrieval", "chargeback", "pre_arbitration", "arbitration")
REASON = "goods_or_services_not_received_or_partially_received"
# What may follow a state; being asked again is an event of its own, after which the dispute is open once more.
AGAIN = "action_required"
FOLLOWS = {
    "open": ("under_review", "won", "lost", "closed"),
    "under_review": (AGAIN, "won", "lost", "closed"),
}


async def list_disputes(request: Request) -> Response:
    """GET /v1/disputes."""
    return JSONResponse(collection(gateway_of(request).books.matching("dispute", window_in(request))))


async def show_dispute(request: Request) -> Response:
    """GET /v1/disputes/:id."""
    return JSONResponse(shown(dispute_with(gateway_of(request).books, request.path_params["id"])))


async def contest_dispute(request: Request) -> Response:
    """PATCH /v1/disputes/:id/contest: keeps a draft of the evidence, or sends it in."""
    fields = await read_fields(request, allowed=FIELDS | {"action"})
    action = fields.get("action") or "draft"
    if action not in ("draft", "submit"):
        raise GatewayRefusal("The selected action is invalid.", field="action")
    gateway = gateway_of(request)
    with gateway.books.transaction():
        dispute = _answerable(gateway, request.path_params["id"])
        add_to_evidence(gateway.books, dispute, fields)
        if action == "submit":
            check_enough(dispute["evidence"])
            _become(gateway, dispute, "under_review")
        gateway.books.save(dispute)
    gateway.courier.wake()
    return JSONResponse(shown(dispute))


async def accept_dispute(request: Request) -> Response:
    """POST /v1/disputes/:id/accept: the merchant gives in, for good."""
    await read_fields(request, allowed=())
    gateway = gateway_of(request)
    with gateway.books.transaction():
        dispute = _answerable(gateway, request.path_params["id"])
        _become(gateway, dispute, "lost")
    gateway.courier.wake()
    return JSONResponse(shown(dispute))


def dispute_with(books: Books, dispute_id: str) -> Entity:
    """The dispute, or Razorpay's refusal."""
    return entity_with(books, "disp", dispute_id)


def open_dispute(
    gateway: Gateway,
    payment_id: str,
    *,
    amount: int | None = None,
    phase: str = "chargeback",
    reason: str = REASON,
    at_onset: bool = True,
) -> Entity:
    """A bank questions a captured payment, all of it unless it is said how much, whether or not some went back."""
    if phase not in PHASES:
        raise GatewayRefusal(f"The phase must be one of {', '.join(PHASES)}", field="phase")
    with gateway.books.transaction():
        payment = payment_with(gateway.books, payment_id)
        wanted = payment["amount"] if amount is None else amount
        if not payment["captured"]:
            raise GatewayRefusal("Only a captured payment can be disputed")
        if not 0 < wanted <= payment["amount"]:
            raise GatewayRefusal("The amount must be within that of the payment", field="amount")
        now = int(gateway.now())
        dispute = {
            "id": new_id("disp"),
            "entity": "dispute",
            "payment_id": payment["id"],
            "amount": wanted,
            "currency": payment["currency"],
            "amount_deducted": wanted if at_onset else 0,
            "reason_code": reason,
            "respond_by": now + DAYS_TO_ANSWER * DAY,
            "status": "open",
            "phase": phase,
            "created_at": now,
            "evidence": nothing_said(wanted),
        }
        gateway.books.add(dispute)
        _deduct(gateway, dispute, before=0)
        tell(gateway, "payment.dispute.created", payment=payment, dispute=dispute)
    gateway.courier.wake()
    return dispute


def move(gateway: Gateway, dispute_id: str, to: str) -> Entity:
    """The merchant contests, the bank wants more, or it decides."""
    with gateway.books.transaction():
        dispute = dispute_with(gateway.books, dispute_id)
        _become(gateway, dispute, to)
    gateway.courier.wake()
    return dispute


def _answerable(gateway: Gateway, dispute_id: str) -> Entity:
    dispute = dispute_with(gateway.books, dispute_id)
    if dispute["status"] != "open":
        raise GatewayRefusal(f"Action not allowed when dispute is in {dispute['status']} status.")
    if gateway.now() > dispute["respond_by"]:
        raise GatewayRefusal("Action not allowed as deadline to respond has elapsed.")
    return dispute


def _become(gateway: Gateway, dispute: Entity, to: str) -> None:
    if to not in FOLLOWS.get(dispute["status"], ()):
        raise GatewayRefusal(f"A dispute that is {dispute['status']} cannot become {to}", field="to")
    now = int(gateway.now())
    dispute["status"] = "open" if to == AGAIN else to
    if to == AGAIN:
        dispute["respond_by"] = now + DAYS_TO_ANSWER * DAY
    if to == "under_review":
        dispute["evidence"]["submitted_at"] = now
    before = dispute["amount_deducted"]
    if to not in UNDECIDED and to != AGAIN:
        dispute["amount_deducted"] = dispute["amount"] if to == "lost" else 0
    _deduct(gateway, dispute, before=before)
    gateway.books.save(dispute)
    payment = payment_with(gateway.books, dispute["payment_id"])
    tell(gateway, f"payment.dispute.{to}", payment=payment, dispute=dispute)


def _deduct(gateway: Gateway, dispute: Entity, *, before: int) -> None:
    """What is deducted, or given back, is a line of the next settlement."""
    change = before - dispute["amount_deducted"]
    if change:
        add_adjustment(gateway, change, f"Dispute {dispute['status']}", dispute_id=dispute["id"])


routes = [
    Route("/disputes", list_disputes, methods=["GET"]),
    Route("/disputes/{id}", show_dispute, methods=["GET"]),
    Route("/disputes/{id}/contest", contest_dispute, methods=["PATCH"]),
    Route("/disputes/{id}/accept", accept_dispute, methods=["POST"]),
]
