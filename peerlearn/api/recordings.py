"""The doors for recordings: two take them from the browser that records, piece by piece; one gives them out by link.

Foreign origins, and bodies larger than any piece, are refused before (front_door.py).
"""

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.api.kept_file import kept_file
from peerlearn.api.sign_in import COOKIE
from peerlearn.api.strangers import note_stranger
from peerlearn.domain import accounts, recordings
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import pieces, storage
from peerlearn.kit.refusal import NotAllowed, Refusal
from peerlearn.kit.work import act, call, read

DOOR = recordings.DOOR
KEPT, NOTED = "kept", "noted"

STATUS: dict[type[Refusal], int] = {
    accounts.SignedOut: 401,
    recordings.NotYourRecording: 403,
    recordings.NotTheNextPiece: 409,
    recordings.RecordingOver: 410,
    recordings.LinkExpired: 410,
    recordings.NotARecording: 415,
    recordings.QuotaUsedUp: 507,
}


async def take_piece(request: Request) -> Response:
    """Keep the body as the next piece of a recording; a piece that is here already is not kept again."""
    try:
        await _take(request)
    except Refusal as refusal:
        if isinstance(refusal, recordings.QuotaUsedUp):
            await act(recordings.stop_full, request.path_params["name"], by=await _viewer(request))
        return await _refused(request, refusal)
    except ClientDisconnect:
        return Response(status_code=400)
    return PlainTextResponse(KEPT)


async def note_all_sent(request: Request) -> Response:
    """The browser has no more pieces of this recording."""
    try:
        await act(recordings.all_sent, request.path_params["name"], by=await _viewer(request))
    except Refusal as refusal:
        return await _refused(request, refusal)
    return PlainTextResponse(NOTED)


async def give(request: Request) -> Response:
    """A recording, or the part of it that a player asks for, to the person whose link it is."""
    asked, name = request.query_params, request.path_params["name"]
    try:
        viewer = await _viewer(request)
        until, seal = asked.get("until", ""), asked.get("seal", "")
        file = await read(recordings.file_for_link, name, until, seal, by=viewer)
    except Refusal as refusal:
        return await _refused(request, refusal)
    download = "download" in asked
    kept_as = f"peerlearn-{name[:8]}.webm" if download else None
    headers, kind = {"Cache-Control": "private, no-store"}, storage.VIDEO_TYPES["webm"]
    answer = await kept_file(request, file, media_type=kind, headers=headers, filename=kept_as)
    begins = request.headers.get("range", "bytes=0-").startswith("bytes=0-")
    if begins and answer.status_code < 300:
        # once: a player asks for many parts of one watching
        await act(recordings.note_watched, name, by=viewer, download=download)
    return answer


routes = [
    Route(DOOR + "/{name}/sent", note_all_sent, methods=["POST"]),
    Route(DOOR + "/{name}/{part:int}/{seq:int}", take_piece, methods=["POST"]),
    Route(DOOR + "/{name}.webm", give, methods=["GET"]),
]


async def _take(request: Request) -> None:
    viewer, at = await _viewer(request), request.path_params
    name, part, seq = at["name"], at["part"], at["seq"]
    announced = request.headers.get("content-length", "")
    size = int(announced) if announced.isascii() and announced.isdigit() else 0
    if not await read(recordings.may_send, name, part, seq, size, by=viewer):
        return
    body = await request.body()
    if len(body) != size or (seq == 0 and storage.video_kind(body[: storage.FIRST_BYTES]) != "webm"):
        raise recordings.NotARecording()
    await call(pieces.keep, name, part, seq, body)
    await act(recordings.keep_piece, name, part, seq, size, by=viewer)


async def _viewer(request: Request) -> Viewer:
    viewer = await read(accounts.viewer_of_token, request.cookies.get(COOKIE, ""))
    if viewer is None:
        raise accounts.SignedOut()
    return viewer


async def _refused(request: Request, refusal: Refusal) -> Response:
    if isinstance(refusal, NotAllowed):
        await note_stranger(request.scope, "recording")
    return PlainTextResponse(refusal.message, STATUS[type(refusal)])
