"""The doors for videos: one takes a mentor's introduction, the other gives it to everybody, in parts if asked.

Foreign origins, and bodies larger than a video may be, are refused before (front_door.py).
"""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.api.kept_file import NOT_HERE, kept_file
from peerlearn.api.sign_in import COOKIE
from peerlearn.api.strangers import note_stranger
from peerlearn.domain import accounts
from peerlearn.kit import storage
from peerlearn.kit.refusal import NotAllowed, Refusal
from peerlearn.kit.work import act, read

VIDEO_DOOR = "/profile/intro-video"
WRONG_KIND = "That is no video that we can show. Please choose an MP4, WebM or MOV file."
BROKEN_OFF = "It did not arrive whole. Please try again."


class WrongKind(Refusal):
    """What arrives is not what a video begins with."""

    message = WRONG_KIND


class BrokenOff(Refusal):
    """Less arrived than was announced, or it took for ever."""

    message = BROKEN_OFF


STATUS: dict[type[Refusal], int] = {
    accounts.SignedOut: 401,
    NotAllowed: 403,
    BrokenOff: 400,
    WrongKind: 415,
    accounts.TooManyVideos: 429,
    storage.StorageAway: 503,
}


async def take_video(request: Request) -> Response:
    """Keep the body as the introduction of whoever sends it, and answer with its address."""
    try:
        name = await _taken(request)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            await note_stranger(request.scope, "role")
        return PlainTextResponse(refusal.message, STATUS[type(refusal)])
    return PlainTextResponse(accounts.video_href(name))


async def show_video(request: Request) -> Response:
    """One video, while its mentor shows it."""
    name = request.path_params["name"]
    kind = storage.VIDEO_TYPES.get(storage.ending_of(name), "")
    if not storage.is_name(name) or not kind or not await read(accounts.video_is_shown, name):
        return PlainTextResponse(NOT_HERE, 404)
    return await kept_file(request, name, media_type=kind)


routes = [
    Route(VIDEO_DOOR, take_video, methods=["POST"]),
    Route("/media/{name}", show_video, methods=["GET"]),
]


async def _taken(request: Request) -> str:
    viewer = await read(accounts.viewer_of_token, request.cookies.get(COOKIE, ""))
    if viewer is None:
        raise accounts.SignedOut()
    stem = await act(accounts.begin_video, viewer)
    try:
        async with asyncio.timeout(accounts.ARRIVES_WITHIN.total_seconds()):
            name = await _kept(request, stem)
    except (ClientDisconnect, TimeoutError):
        raise BrokenOff() from None
    try:
        await act(accounts.keep_video, name, viewer)
    except BaseException:
        await storage.aside(storage.remove, name)
        raise
    return name


async def _kept(request: Request, stem: str) -> str:
    """The name under which the body was kept; its kind is what it begins with."""
    chunks = request.stream()
    first = b""
    async for chunk in chunks:
        first += chunk
        if len(first) >= storage.FIRST_BYTES:
            break
    kind = storage.video_kind(first)
    if not kind:
        async for _chunk in chunks:  # heard to its end, and forgotten: a browser that still sends hears no answer
            pass
        raise WrongKind()
    name = f"{stem}.{kind}"
    size = await storage.keep(name, _all_of(first, chunks))
    announced = request.headers.get("content-length", "")
    if announced and int(announced) != size:
        await storage.aside(storage.remove, name)
        raise BrokenOff()
    return name


async def _all_of(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk
