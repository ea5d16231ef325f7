"""`POST /webhooks/razorpay`: where the gateway tells us what happened.

It decides only whether the event is small enough, signed, named, and kept. 200 means that the event and the
job that acts on it are committed; anything else has the gateway send it again.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.domain import payments
from peerlearn.kit.work import act

LARGEST_EVENT = 256_000
LONGEST_EVENT_ID = 64


async def take_event(request: Request) -> Response:
    """Keep one signed event."""
    body = await _body(request)
    if body is None:
        return PlainTextResponse("too large", status_code=413)
    if not payments.signed_webhook(body, request.headers.get("x-razorpay-signature", "")):
        return PlainTextResponse("not signed by the gateway", status_code=400)
    event_id = request.headers.get("x-razorpay-event-id", "")
    if not 0 < len(event_id) <= LONGEST_EVENT_ID:
        return PlainTextResponse("no event id", status_code=400)
    await act(payments.receive_webhook, event_id, body.decode())
    return PlainTextResponse("ok")


async def _body(request: Request) -> bytes | None:
    """The raw bytes, for only they match the signature; None as soon as they are too many."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > LARGEST_EVENT:
            return None
    return bytes(taken)


routes = [Route("/webhooks/razorpay", take_event, methods=["POST"])]
