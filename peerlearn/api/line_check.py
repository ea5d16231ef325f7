"""The two doors by which a browser in a lobby measures its line: one answers at once, one takes bytes and drops them.

For signed-in people, as fast as a check needs them and no faster. Nothing of it is kept.
"""

import asyncio

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.api.sign_in import COOKIE
from peerlearn.domain import accounts
from peerlearn.kit.pace import Pace, in_time
from peerlearn.kit.work import read

LARGEST_UPLOAD = 600_000
SLOWEST_UPLOAD_SECONDS = 30.0
PINGS = Pace(at_once=100, seconds_each=0.5)
UPLOADS = Pace(at_once=30, seconds_each=5)  # bytes for two checks, then one a minute
NO_STORE = {"cache-control": "no-store"}


async def ping(request: Request) -> Response:
    """Answer, so that the asker knows how long the way is."""
    return await _turned_away(request, "line ping", PINGS) or Response(status_code=204, headers=NO_STORE)


async def upload(request: Request) -> Response:
    """Take bytes, so that the asker knows how fast they leave."""
    no = await _turned_away(request, "line upload", UPLOADS)
    if no is not None:
        return no
    try:
        async with asyncio.timeout(SLOWEST_UPLOAD_SECONDS):
            return await _dropped(request)
    except TimeoutError:
        return PlainTextResponse("too slow", status_code=408)
    except ClientDisconnect:  # somebody left the lobby
        return Response(status_code=204)


async def _dropped(request: Request) -> Response:
    taken = 0
    async for chunk in request.stream():
        taken += len(chunk)
        if taken > LARGEST_UPLOAD:
            return PlainTextResponse("too large", status_code=413)
    return Response(status_code=204, headers=NO_STORE)


async def _turned_away(request: Request, thing: str, pace: Pace) -> Response | None:
    viewer = await read(accounts.viewer_of_token, request.cookies.get(COOKIE, ""))
    if viewer is None:
        return PlainTextResponse("for people who are signed in", status_code=401)
    if not in_time(f"user:{viewer.user_id}", thing, pace):
        return PlainTextResponse("too fast", status_code=429)
    return None


routes = [
    Route("/line/ping", ping, methods=["GET"]),
    Route("/line/upload", upload, methods=["POST"]),
]
