"""The doors for what the two in a room give each other: one takes a picture or a document, the other gives it out.

Both are for the two alone, by their own sign-in. What is given out is to be kept, never shown as a page of ours.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from typing import BinaryIO

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.api.kept_file import NOT_HERE, kept_file
from peerlearn.api.sign_in import COOKIE
from peerlearn.api.strangers import note_stranger
from peerlearn.domain import accounts, chats, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import file_kinds, pictures, storage
from peerlearn.kit.file_kinds import Kind
from peerlearn.kit.refusal import NotAllowed, Refusal
from peerlearn.kit.untrusted import harmless_text
from peerlearn.kit.work import act, call, read

WRONG_KIND = "That kind of file is not taken here: pictures, PDF, text and office documents without macros are."
BROKEN_OFF = "It did not arrive whole. Please try again."
IN_MEMORY = 1 << 20  # bytes of what arrives; the rest waits on the disk, without a name
KEPT_ONLY = {
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-site",
    "cache-control": "private, no-store",
}
_DOOR = re.compile(r"/session/[^/]+/files/?")


class WrongKind(Refusal):
    """What arrived is none of the kinds that we take."""

    message = WRONG_KIND


class BrokenOff(Refusal):
    """Less arrived than was announced, or it took for ever."""

    message = BROKEN_OFF


STATUS: dict[type[Refusal], int] = {
    accounts.SignedOut: 401,
    rooms.NotYourRoom: 404,
    BrokenOff: 400,
    WrongKind: 415,
    chats.TooManyFiles: 429,
    storage.StorageAway: 503,
}
REFUSED = 409


def is_door(path: str) -> bool:
    """Whether files are sent to this address."""
    return _DOOR.fullmatch(path) is not None


async def take_file(request: Request) -> Response:
    """Put the body into the chat as a file of whoever sends it; the same line once, however often it comes."""
    try:
        await _taken(request)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            await note_stranger(request.scope, "role")
            return PlainTextResponse(NOT_HERE, STATUS.get(type(refusal), 403))
        return PlainTextResponse(refusal.message, STATUS.get(type(refusal), REFUSED))
    return Response(status_code=204)


async def give_file(request: Request) -> Response:
    """One file, to the two of its room."""
    viewer = await _viewer(request)
    try:
        room_id, stem = (harmless_text(request.path_params[name]) for name in ("room_id", "stem"))
        file = await read(chats.file_for, room_id, stem, by=viewer) if viewer else None
    except NotAllowed:
        await note_stranger(request.scope, "role")
        file = None
    if file is None:
        return PlainTextResponse(NOT_HERE, 404)
    return await kept_file(request, file.kept_as, media_type=file.media_type, filename=file.name, headers=KEPT_ONLY)


routes = [
    Route("/session/{room_id}/files", take_file, methods=["POST"]),
    Route("/session/{room_id}/files/{stem}", give_file, methods=["GET"]),
]


async def _viewer(request: Request) -> Viewer | None:
    return await read(accounts.viewer_of_token, request.cookies.get(COOKIE, ""))


async def _taken(request: Request) -> None:
    viewer = await _viewer(request)
    if viewer is None:
        raise accounts.SignedOut()
    room_id = harmless_text(request.path_params["room_id"])
    line_id, name = (harmless_text(request.query_params.get(each, "")) for each in ("line", "name"))
    try:
        kept_as = await act(chats.begin_file, room_id, line_id, by=viewer)
    except NotAllowed:
        raise
    except Refusal:
        await _heard_to_its_end(request)
        raise
    if not kept_as:
        await _heard_to_its_end(request)
        return
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as arrived:
        await _arrive(request, arrived)  # type: ignore[arg-type]
        file = await _kept(arrived, kept_as, name)  # type: ignore[arg-type]
    given = False
    try:
        given = await act(chats.give_file, room_id, line_id, file, by=viewer)
    finally:
        if not given:
            await storage.aside(storage.remove, kept_as)


async def _heard_to_its_end(request: Request) -> None:
    """A browser that still sends hears no answer."""
    await _bounded(request, None)


async def _arrive(request: Request, file: BinaryIO) -> None:
    size = await _bounded(request, file)
    announced = request.headers.get("content-length", "")
    if not size or (announced and int(announced) != size):
        raise BrokenOff()


async def _bounded(request: Request, file: BinaryIO | None) -> int:
    size = 0
    try:
        async with asyncio.timeout(chats.ARRIVES_WITHIN.total_seconds()):
            async for chunk in request.stream():
                size += len(chunk)
                if file is not None:
                    await call(file.write, chunk)
    except (ClientDisconnect, TimeoutError):
        raise BrokenOff() from None
    return size


async def _kept(arrived: BinaryIO, kept_as: str, name: str) -> chats.NewFile:
    """The file on the disk, if it is one that we take; a picture is drawn anew."""
    arrived.seek(0)
    if pictures.says_picture(arrived.read(16)):
        picture = await pictures.drawn_anew(arrived)
        if picture is None:
            raise WrongKind()
        await storage.keep(kept_as, _in_one(picture.body))
        return _new(kept_as, name, picture.kind, len(picture.body), picture.width, picture.height)
    kind = await call(file_kinds.document_kind, arrived)
    if kind is None:
        raise WrongKind()
    arrived.seek(0)
    return _new(kept_as, name, kind, await storage.keep(kept_as, _in_parts(arrived)))


def _new(kept_as: str, name: str, kind: Kind, size: int, width: int = 0, height: int = 0) -> chats.NewFile:
    return chats.NewFile(kept_as, file_kinds.fitting_name(name, kind), kind.media_type, size, width, height)


async def _in_one(body: bytes) -> AsyncIterator[bytes]:
    yield body


async def _in_parts(file: BinaryIO) -> AsyncIterator[bytes]:
    while part := await call(file.read, IN_MEMORY):
        yield part
