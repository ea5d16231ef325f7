"""Health for machines: `/healthz/live` (the process answers) and `/healthz/ready` (it can serve people)."""

from sqlalchemy import text
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.kit.work import read


async def live(_request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


async def ready(_request: Request) -> Response:
    """The database answers too; 503 otherwise."""
    try:
        await read(_ask)
    except Exception:
        return PlainTextResponse("the database does not answer", status_code=503)
    return PlainTextResponse("ok")


def _ask(db: Session) -> None:
    db.connection().execute(text("SELECT 1"))


routes = [Route("/healthz/live", live), Route("/healthz/ready", ready)]
