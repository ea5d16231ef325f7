"""The desk: one page with the gateway's books and a button for everything a bank, an approver or a courier may do.

Not part of Razorpay, and without keys: whoever may open a development site may press. Only presses from the page
itself count, so that no other site can make a browser press.
"""

from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.desk.deeds import DEEDS
from peerlearn.sandbox.razorpay.desk.page import drawn
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.gateway import gateway_of

_STYLE = Path(__file__).parent / "desk.css"
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


async def show_desk(request: Request) -> Response:
    """Everything there is, newest first; `said` is what came of the last press."""
    page = drawn(gateway_of(request), request.query_params.get("said", ""))
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"})


async def press(request: Request) -> Response:
    """One press of a button, then the page again."""
    if urlsplit(request.headers.get("origin", "")).netloc != request.headers.get("host"):
        return PlainTextResponse("Only the desk itself may press its buttons.", status_code=403)
    fields = {name: values[0] for name, values in parse_qs((await request.body()).decode(errors="replace")).items()}
    deed = DEEDS.get(fields.get("deed", ""))
    try:
        said = deed(gateway_of(request), fields.get("id", "")) if deed else "There is no such button."
    except GatewayRefusal as refusal:
        said = refusal.description
    return RedirectResponse(f"../desk?said={quote(said)}", status_code=303)


async def style(_request: Request) -> Response:
    """How it looks."""
    return FileResponse(_STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})


routes = [
    Route("/desk", show_desk, methods=["GET"]),
    Route("/desk/press", press, methods=["POST"]),
    Route("/desk/desk.css", style, methods=["GET"]),
]
