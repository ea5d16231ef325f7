"""Makes the next few calls go wrong on purpose: slow, broken, or done but never answered.

Not part of Razorpay. The control API plans the faults; this wrapper carries them out.
"""

import asyncio
import fnmatch
from dataclasses import asdict, dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from peerlearn.sandbox.razorpay.errors import GatewayRefusal, error_response, server_error, unauthorized

# What a caller may meet in place of the true answer. A drop is half an answer and a closed connection.
ANSWERS = ("500", "503", "502_html", "429", "429_server_error", "409", "401", "no_balance", "drop")
EVENTS_WITHIN_SECONDS = 8.0
IN_PROGRESS = "Another request with the same idempotency key is still in progress"
# What refunds meet while the account has less than they need.
NO_BALANCE = "Your account does not have enough balance to carry out the refund operation."


@dataclass
class Fault:
    """What happens to the next `times` calls of `method` whose path matches the pattern `path`."""

    answer: str | None = None
    path: str = "/v1/*"
    method: str | None = None
    times: int = 1
    delay_seconds: float = 0.0
    committed: bool = False
    events_first: bool = False  # whether what it did is told by webhooks before its answer comes

    def __post_init__(self) -> None:
        if self.answer is not None and self.answer not in ANSWERS:
            raise GatewayRefusal(f"The answer must be one of {', '.join(ANSWERS)}", field="answer")
        if self.answer is None and not self.delay_seconds and not self.events_first:
            raise GatewayRefusal("A fault needs an answer, a delay, or its events first")
        self.committed = self.committed or self.events_first

    def fits(self, method: str, path: str) -> bool:
        """Whether this call is one of those."""
        # The script is under /v1 as well, but a page loading it must not use up a fault of the API.
        if path.endswith("/checkout.js") or self.method not in (None, method):
            return False
        return self.times > 0 and fnmatch.fnmatch(path, self.path)


@dataclass
class Faults:
    """The faults that are still to come."""

    planned: list[Fault] = field(default_factory=list)

    def plan(self, fault: Fault) -> None:
        """Adds one to the end."""
        self.planned.append(fault)

    def clear(self) -> None:
        """Lets every call through again."""
        self.planned.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for this call, used up by one."""
        for fault in self.planned:
            if fault.fits(method, path):
                fault.times -= 1
                return fault
        return None

    def listed(self) -> list[dict[str, Any]]:
        """Those with calls left."""
        return [asdict(fault) for fault in self.planned if fault.times > 0]


class FaultInjector:
    """Carries out the planned faults around the whole gateway."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the call through, or spoils it."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        fault = scope["app"].state.gateway.faults.take(scope["method"], path)
        if fault is None:
            return await self._app(scope, receive, send)
        await self._spoil(fault, scope, receive, send)

    async def _spoil(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = await request.body()
        answer: list[Message] = []

        async def body_again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def hold_back(message: Message) -> None:
            answer.append(message)

        if fault.committed:
            await self._app(scope, body_again, hold_back)
        if fault.events_first:
            await scope["app"].state.gateway.courier.brought_all(EVENTS_WITHIN_SECONDS)
        await asyncio.sleep(fault.delay_seconds)
        if fault.answer is not None:
            await _wrong_answer(fault.answer)(scope, receive, send)
        elif fault.committed:
            for message in answer:
                await send(message)
        elif not await request.is_disconnected():
            # A write that was late must not happen after its caller has gone.
            await self._app(scope, body_again, send)


def _wrong_answer(kind: str) -> ASGIApp:
    if kind == "drop":
        return _half_an_answer
    return _broken_response(kind)


def _broken_response(kind: str) -> Response:
    if kind == "502_html":
        return HTMLResponse("<html><body><h1>502 Bad Gateway</h1></body></html>", status_code=502)
    if kind == "429":
        return error_response("Request failed", status=429, source="NA", step="NA", reason="NA")
    if kind == "429_server_error":
        return server_error(429)
    if kind == "409":
        return error_response(IN_PROGRESS, status=409)
    if kind == "no_balance":
        return error_response(NO_BALANCE, status=400)
    if kind == "401":
        return unauthorized()
    return server_error(int(kind))


async def _half_an_answer(_scope: Scope, _receive: Receive, send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"id":', "more_body": True})
