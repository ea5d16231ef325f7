"""`POST /webhooks/razorpay` and `/webhooks/razorpayx`: where the gateway tells us what happened to money in and out.

It decides only whether the event is small enough, signed, named, and kept. 200 means that the event and the
job that acts on it are committed; anything else has the gateway send it again.
"""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.domain import payments, payouts
from peerlearn.kit.faults import Point, crash_here
from peerlearn.kit.work import act

LARGEST_EVENT = 256_000
LONGEST_EVENT_ID = 64


async def take_event(request: Request) -> Response:
    """Keep one signed event about money that comes, or goes back."""
    return await _take(request, payments.signed_webhook, payments.receive_webhook)


async def take_payout_event(request: Request) -> Response:
    """Keep one signed event about a payout; its secret is another one."""
    return await _take(request, payouts.signed_webhook, payouts.receive_webhook)


async def _take(request: Request, signed: Callable[[bytes, str], bool], receive: Callable[..., None]) -> Response:
    body = await _body(request)
    if body is None:
        return PlainTextResponse("too large", status_code=413)
    if not signed(body, request.headers.get("x-razorpay-signature", "")):
        return PlainTextResponse("not signed by the gateway", status_code=400)
    event_id = request.headers.get("x-razorpay-event-id", "")
    if not 0 < len(event_id) <= LONGEST_EVENT_ID:
        return PlainTextResponse("no event id", status_code=400)
    await act(receive, event_id, body.decode())
    crash_here(Point.EVENT_KEPT)
    return PlainTextResponse("ok")


async def _body(request: Request) -> bytes | None:
    """The raw bytes, for only they match the signature; None as soon as they are too many."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > LARGEST_EVENT:
            return None
    return bytes(taken)


routes = [
    Route("/webhooks/razorpay", take_event, methods=["POST"]),
    Route("/webhooks/razorpayx", take_payout_event, methods=["POST"]),
]
