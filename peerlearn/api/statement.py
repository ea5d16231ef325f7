"""The doors from which people take their lists as a table for a spreadsheet: bookings, earnings, and payments."""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.api.sign_in import COOKIE
from peerlearn.api.strangers import note_stranger
from peerlearn.domain import accounts, bookings, payments, payouts
from peerlearn.domain.accounts import Viewer
from peerlearn.kit.work import read

STATEMENT_DOOR, PAYMENTS_DOOR, WITHDRAWALS_DOOR = "/statement.csv", "/payments.csv", "/withdrawals.csv"
BOOKINGS_DOOR = "/bookings.csv"
ALL_PAYMENTS_DOOR, ALL_WITHDRAWALS_DOOR = "/all-payments.csv", "/all-withdrawals.csv"
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
WITHDRAWAL_COLUMNS = (
    *("withdrawal", "asked at (UTC)", "amount in paise", "goes to", "status", "reference", "reason"),
    "settled at (UTC)",
)
ALL_WITHDRAWALS_COLUMNS = (*WITHDRAWAL_COLUMNS, "name", "of", "sent", "payout id")
BOOKING_COLUMNS = ("booking", "session", "with", "starts at (UTC)", "minutes", "status", "why", "from a package")
NOT_YOURS = "That is not for this kind of account."


async def give_statement(request: Request) -> Response:
    """The movements of the money of the mentor who is signed in, of the kind that they look at, newest first."""
    kind = request.query_params.get("kind", "")
    wanted = payments.StatementKind(kind) if kind in set(payments.StatementKind) else payments.StatementKind.ALL

    def rows(db: Session, viewer: Viewer) -> Iterable[Row]:
        for one in payments.movements_of(db, viewer.user_id, wanted, most=MOST_ROWS):
            yield [one.movement_id, one.at, one.kind, one.about, one.amount_paise]

    return await _table(request, (accounts.Role.MENTOR,), "peerlearn-statement.csv", COLUMNS, rows)


async def give_bookings(request: Request) -> Response:
    """The bookings that the mentor or learner who is signed in is looking at, in the same order."""
    asked = request.query_params
    wanted = bookings.BookingFilter(asked.get("stage", ""), asked.get("search", ""))

    def rows(db: Session, viewer: Viewer) -> Iterable[Row]:
        for one in bookings.own_bookings(db, viewer, wanted, most=MOST_ROWS):
            fate = (one.status, one.cancel_reason, "yes" if one.by_credit else "no")
            yield [one.booking_id, one.title, one.other_name, one.starts_at, one.duration_minutes, *fate]

    either = (accounts.Role.MENTOR, accounts.Role.LEARNER)
    return await _table(request, either, "peerlearn-bookings.csv", BOOKING_COLUMNS, rows)


async def give_payments(request: Request) -> Response:
    """The payments that the learner who is signed in is looking at, newest first."""
    where = request.query_params.get("where", "")

    def rows(db: Session, viewer: Viewer) -> Iterable[Row]:
        for one in bookings.paid_by(db, viewer.user_id, where, most=MOST_ROWS):
            amount = (one.total_paise, one.status, one.went_back_at, one.back_paise)
            yield [one.receipt, one.at, one.kind, one.title, one.mentor_name, *amount]

    return await _table(request, (accounts.Role.LEARNER,), "peerlearn-payments.csv", PAYMENT_COLUMNS, rows)


async def give_all_payments(request: Request) -> Response:
    """The payments that an admin is looking at, newest first: all of them, not a part at a time."""
    asked = request.query_params
    wanted = bookings.PaymentFilter(asked.get("where", ""), asked.get("kind", ""), asked.get("search", ""))

    def rows(db: Session, _viewer: Viewer) -> Iterable[Row]:
        for one in bookings.every_payment(db, wanted, most=MOST_ROWS, with_moves=False):
            shares = (one.total_paise, one.mentor_paise, one.site_paise, one.back_paise)
            people = (one.learner_name, one.mentor_name)
            yield [one.receipt, one.at, one.kind, one.title, *people, *shares, one.status, one.gateway_id]

    return await _table(request, (accounts.Role.ADMIN,), "peerlearn-all-payments.csv", ALL_PAYMENTS_COLUMNS, rows)


async def give_withdrawals(request: Request) -> Response:
    """The withdrawals that the mentor who is signed in is looking at, newest first."""
    fate = request.query_params.get("fate", "")
    wanted = payouts.Fate(fate) if fate in set(payouts.Fate) else payouts.Fate.ALL

    def rows(db: Session, viewer: Viewer) -> Iterable[Row]:
        return [_withdrawal(one) for one in payouts.withdrawals_of(db, viewer, wanted, most=MOST_ROWS)]

    return await _table(request, (accounts.Role.MENTOR,), "peerlearn-withdrawals.csv", WITHDRAWAL_COLUMNS, rows)


async def give_all_withdrawals(request: Request) -> Response:
    """The withdrawals that an admin is looking at, in the same order: all of them, not a part at a time."""
    asked = request.query_params
    which, search = asked.get("which", ""), asked.get("search", "")
    wanted = payouts.Which(which) if which in set(payouts.Which) else payouts.Which.WAITING

    def rows(db: Session, _viewer: Viewer) -> Iterable[Row]:
        for one in payouts.withdrawals_to_see_to(db, wanted, search, most=MOST_ROWS):
            yield [*_withdrawal(one), one.name, one.source, one.route, one.payout_id]

    return await _table(request, (accounts.Role.ADMIN,), "peerlearn-all-withdrawals.csv", ALL_WITHDRAWALS_COLUMNS, rows)


def _withdrawal(one: payouts.WithdrawalCard) -> Row:
    fate = (one.status, one.reference, one.reason, one.settled_at)
    return [one.withdrawal_id, one.asked_at, one.amount_paise, one.masked, *fate]


async def _table(
    request: Request,
    roles: Collection[accounts.Role],
    name: str,
    columns: Sequence[str],
    rows: Callable[[Session, Viewer], Iterable[Row]],
) -> Response:
    viewer = await read(accounts.viewer_of_token, request.cookies.get(COOKIE, ""))
    if viewer is None:
        return PlainTextResponse(accounts.SignedOut().message, 401)
    if viewer.role not in roles:
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
    Route(BOOKINGS_DOOR, give_bookings, methods=["GET"]),
    Route(STATEMENT_DOOR, give_statement, methods=["GET"]),
    Route(PAYMENTS_DOOR, give_payments, methods=["GET"]),
    Route(WITHDRAWALS_DOOR, give_withdrawals, methods=["GET"]),
    Route(ALL_PAYMENTS_DOOR, give_all_payments, methods=["GET"]),
    Route(ALL_WITHDRAWALS_DOOR, give_all_withdrawals, methods=["GET"]),
]
