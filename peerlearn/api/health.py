"""Health for machines: `/healthz/live` (the process answers) and `/healthz/ready` (it can serve people).

Pages of our other sites ask the second too, before they lead people here; their browsers may read it, and nothing else.
"""

from sqlalchemy import text
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.kit import disk
from peerlearn.kit.work import read
from peerlearn.settings import settings


async def live(_request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


async def ready(request: Request) -> Response:
    """The database answers too, and there is room for what it must write down; 503 otherwise."""
    readable = _readable_by(request.headers.get("origin", ""))
    try:
        await read(_ask)
    except Exception:
        return PlainTextResponse("the database does not answer", 503, readable)
    if not disk.takes_rows():
        return PlainTextResponse("the disk is full", 503, readable)
    return PlainTextResponse("ok", 200, readable)


def _readable_by(origin: str) -> dict[str, str]:
    if origin not in settings.fallback_urls:
        return {"vary": "Origin"} if settings.fallback_urls else {}
    return {"vary": "Origin", "access-control-allow-origin": origin}


def _ask(db: Session) -> None:
    db.connection().execute(text("SELECT 1"))


routes = [Route("/healthz/live", live), Route("/healthz/ready", ready)]
