"""/dev/outbox: the mails that development does not send. Not mounted in production."""

from html import escape

from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from peerlearn.kit.mail import OutboxMail
from peerlearn.kit.work import read

MOST_SHOWN = 50
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Outbox · PeerLearn (development)</title>
<style>
  body {{ margin: 0 auto; max-width: 42rem; padding: 2rem 1rem; background: #f7f7f5; color: #333;
         font: 16px/1.5 system-ui, sans-serif; }}
  article {{ background: white; border: 1px solid #dededa; border-radius: 1rem; padding: 1rem 1.25rem;
            margin: 1rem 0; }}
  h2 {{ margin: 0; font-size: 1.1rem; }} p {{ margin: 0.25rem 0; }} pre {{ white-space: pre-wrap; font: inherit; }}
</style></head>
<body><h1>Outbox</h1><p>Development sends no mail; this is what would have been sent, newest first. Reload for more.</p>
{mails}</body></html>"""
MAIL = '<article><h2>{subject}</h2><p>To {to}, <time datetime="{at}">{at}</time></p><pre>{body}</pre></article>'


async def outbox(_request: Request) -> Response:
    """The newest mails."""
    mails = await read(_newest)
    shown = [
        MAIL.format(
            subject=escape(m.subject),
            to=escape(m.to),
            at=m.at.isoformat(timespec="seconds"),
            body=escape(m.body),
        )
        for m in mails
    ]
    return HTMLResponse(PAGE.format(mails="\n".join(shown) or "<p>No mail yet.</p>"))


def _newest(db: Session) -> list[OutboxMail]:
    return list(db.exec(select(OutboxMail).order_by(col(OutboxMail.id).desc()).limit(MOST_SHOWN)))


routes = [Route("/dev/outbox", outbox)]
