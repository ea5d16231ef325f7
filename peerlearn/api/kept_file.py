"""Gives out a kept file, or the part of it that a player asks for, wherever it is kept.

It is read in small blocks, each of them when the last has left: a player that pauses holds nothing open.
"""

import re
from collections.abc import AsyncIterator, Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from peerlearn.kit import storage

BLOCK = 1 << 20
NOT_HERE = "There is nothing here."
_ONE_PART = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


async def kept_file(
    request: Request,
    name: str,
    *,
    media_type: str,
    filename: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer that carries a file; with a filename it is to be kept by whoever gets it, not to be shown."""
    try:
        size = await storage.aside(storage.size, name)
    except storage.StorageAway as away:
        return PlainTextResponse(away.message, 503)
    if size is None:
        return PlainTextResponse(NOT_HERE, 404)
    said = {**(headers or {}), "Accept-Ranges": "bytes", "ETag": f'"{storage.stem_of(name)}"'}
    if filename:
        said["Content-Disposition"] = f"attachment; {_called(filename)}"
    part = _wanted(request, said["ETag"], size)
    first, end = part or (0, size)
    if part and first >= end:
        return PlainTextResponse("", 416, headers={"Content-Range": f"bytes */{size}"})
    if part:
        said["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    said["Content-Length"] = str(end - first)
    status = 206 if part else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=said, media_type=media_type)
    return StreamingResponse(_blocks(name, first, end), status, headers=said, media_type=media_type)


def _wanted(request: Request, tag: str, size: int) -> tuple[int, int] | None:
    """From where to where, the end not included; None for all of it, as for what asks for several parts."""
    asked = _ONE_PART.fullmatch(request.headers.get("range", ""))
    if not asked or request.headers.get("if-range", tag) != tag or not any(asked.groups()):
        return None
    first, last = asked.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(size, int(last) + 1) if last else size


def _called(filename: str) -> str:
    safe = quote(filename, safe="")
    return f'filename="{filename}"' if safe == filename else f"filename*=utf-8''{safe}"


async def _blocks(name: str, first: int, end: int) -> AsyncIterator[bytes]:
    while first < end:
        block = await storage.aside(storage.read, name, first, min(BLOCK, end - first))
        if not block:
            raise EOFError("a kept file is shorter than it was")
        first += len(block)
        yield block
