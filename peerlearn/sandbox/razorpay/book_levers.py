"""The levers that show the gateway's own books, newest first, nothing hidden by paging."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.fields import collection
from peerlearn.sandbox.razorpay.gateway import gateway_of


def showing(*kinds: str) -> list[Route]:
    """For each kind of entity a GET of its plural, such as `/orders`."""
    return [Route(f"/{kind}s", _show_books, methods=["GET"]) for kind in kinds]


async def _show_books(request: Request) -> Response:
    kind = request.url.path.rpartition("/")[2].removesuffix("s")
    return JSONResponse(collection(gateway_of(request).books.matching(kind)))
