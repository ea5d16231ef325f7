"""The door from which a mentor takes their statement as a table for a spreadsheet."""

import csv
import io

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.api.sign_in import COOKIE
from peerlearn.api.strangers import note_stranger
from peerlearn.domain import accounts, payments
from peerlearn.kit.work import read

STATEMENT_DOOR = "/statement.csv"
MOST_ROWS = 20_000
COLUMNS = ("movement", "at (UTC)", "kind", "learner", "amount in paise")
NOT_YOURS = "Only mentors have a statement."


async def give_statement(request: Request) -> Response:
    """Every movement of the money of whoever is signed in, newest first."""
    viewer = await read(accounts.viewer_of_token, request.cookies.get(COOKIE, ""))
    if viewer is None:
        return PlainTextResponse(accounts.SignedOut().message, 401)
    if viewer.role != accounts.Role.MENTOR:
        await note_stranger(request.scope, "role")
        return PlainTextResponse(NOT_YOURS, 403)
    movements = await read(payments.movements_of, viewer.user_id, most=MOST_ROWS)
    headers = {"content-disposition": 'attachment; filename="peerlearn-statement.csv"', "cache-control": "no-store"}
    return Response(_table(movements), media_type="text/csv; charset=utf-8", headers=headers)


def _table(movements: list[payments.MovementCard]) -> str:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for one in movements:
        table.writerow([one.movement_id, one.at, one.kind, _harmless(one.about), one.amount_paise])
    return text.getvalue()


def _harmless(text: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


routes = [Route(STATEMENT_DOOR, give_statement, methods=["GET"])]
