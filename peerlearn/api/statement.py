"""The doors from which people take their money's story as a table for a spreadsheet: earnings, and payments."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.api.sign_in import COOKIE
from peerlearn.api.strangers import note_stranger
from peerlearn.domain import accounts, bookings, payments
from peerlearn.domain.accounts import Viewer
from peerlearn.kit.work import read

STATEMENT_DOOR, PAYMENTS_DOOR, ALL_PAYMENTS_DOOR = "/statement.csv", "/payments.csv", "/all-payments.csv"
MOST_ROWS = 20_000
Row = Sequence[str | int]
COLUMNS = ("movement", "at (UTC)", "kind", "learner", "amount in paise")
PAYMENT_COLUMNS = (
    *("receipt", "at (UTC)", "for", "session", "mentor", "amount in paise", "status"),
    *("paid back at (UTC)", "paid back in paise"),
)
ALL_PAYMENTS_COLUMNS = (
    "receipt",
    "at (UTC)",
    "for",
    "session",
    "learner",
    "mentor",
    "charged in paise",
    "mentor's share in paise",
    "site's share in paise",
    "sent back in paise",
    "status",
    "gateway id",
)
NOT_YOURS = "That is not for this kind of account."


async def give_statement(request: Request) -> Response:
    """Every movement of the money of the mentor who is signed in, newest first."""

    def rows(db: Session, viewer: Viewer) -> Iterable[Row]:
        for one in payments.movements_of(db, viewer.user_id, most=MOST_ROWS):
            yield [one.movement_id, one.at, one.kind, one.about, one.amount_paise]

    return await _table(request, accounts.Role.MENTOR, "peerlearn-statement.csv", COLUMNS, rows)


async def give_payments(request: Request) -> Response:
    """Every payment of the learner who is signed in, newest first."""

    def rows(db: Session, viewer: Viewer) -> Iterable[Row]:
        for one in bookings.paid_by(db, viewer.user_id, most=MOST_ROWS):
            amount = (one.total_paise, one.status, one.went_back_at, one.back_paise)
            yield [one.receipt, one.at, one.kind, one.title, one.mentor_name, *amount]

    return await _table(request, accounts.Role.LEARNER, "peerlearn-payments.csv", PAYMENT_COLUMNS, rows)


async def give_all_payments(request: Request) -> Response:
    """The payments that an admin is looking at, newest first: all of them, not a part at a time."""
    asked = request.query_params
    wanted = bookings.PaymentFilter(asked.get("where", ""), asked.get("kind", ""), asked.get("search", ""))

    def rows(db: Session, _viewer: Viewer) -> Iterable[Row]:
        for one in bookings.every_payment(db, wanted, most=MOST_ROWS, with_moves=False):
            shares = (one.total_paise, one.mentor_paise, one.site_paise, one.back_paise)
            people = (one.learner_name, one.mentor_name)
            yield [one.receipt, one.at, one.kind, one.title, *people, *shares, one.status, one.gateway_id]

    return await _table(request, accounts.Role.ADMIN, "peerlearn-all-payments.csv", ALL_PAYMENTS_COLUMNS, rows)


async def _table(
    request: Request,
    role: accounts.Role,
    name: str,
    columns: Sequence[str],
    rows: Callable[[Session, Viewer], Iterable[Row]],
) -> Response:
    viewer = await read(accounts.viewer_of_token, request.cookies.get(COOKIE, ""))
    if viewer is None:
        return PlainTextResponse(accounts.SignedOut().message, 401)
    if viewer.role != role:
        await note_stranger(request.scope, "role")
        return PlainTextResponse(NOT_YOURS, 403)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(columns)
    for row in await read(lambda db: list(rows(db, viewer))):
        table.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


routes = [
    Route(STATEMENT_DOOR, give_statement, methods=["GET"]),
    Route(PAYMENTS_DOOR, give_payments, methods=["GET"]),
    Route(ALL_PAYMENTS_DOOR, give_all_payments, methods=["GET"]),
]
