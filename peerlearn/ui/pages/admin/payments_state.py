"""AdminPaymentsState: every payment there is, filtered and searched, a part at a time; each with its ledger lines."""

from dataclasses import dataclass

import reflex as rx

from peerlearn.domain import bookings
from peerlearn.domain.bookings import AnyPaymentCard, MoveCard, PaymentFilter, Where
from peerlearn.domain.payments import PaymentKind
from peerlearn.kit import ids
from peerlearn.kit.search import LONGEST_SEARCH
from peerlearn.kit.work import read
from peerlearn.ui.action import Needs, action
from peerlearn.ui.pace import Pace
from peerlearn.ui.widgets.list_states import Listing

AT_ONCE, MOST = 20, 1000
ALL = "all"
LOOKING = Pace(at_once=40, seconds_each=1)
MOVES = {
    "capture": "Paid by the learner",
    "release": "Earned",
    "refund": "Taken back for the learner",
    "refund_processed": "Back with the learner",
    "gateway_fee": "Kept by the payment service",
    "cancellation_fee": "Fee of the mentor for calling it off late",
    "compensation": "Compensation of the learner by the mentor",
    "credit_used": "Booked from a package",
    "credit_returned": "Back in its package",
}
ACCOUNTS = {
    "gateway_clearing": "With the payment service",
    "booking_escrow": "Kept for the session",
    "mentor_available": "Mentor's earnings",
    "app_commission": "Commission of the site",
    "app_service_fee": "Service fee of the site",
    "refund_in_transit": "On its way to the learner",
    "payout_bank": "Sent from the site's bank account",
    "gateway_fee": "Fee of the payment service",
    "gateway_tax": "Tax on that fee",
    "cancellation_fee": "Cancellation fees of the site",
    "learner_available": "Compensation of the learner",
    "package_credit": "Kept in the learner's package",
    "tds_payable": "Income tax withheld (TDS), owed to the state",
    "tcs_payable": "GST collected (TCS), owed to the state",
}


@dataclass(frozen=True)
class Line:
    """One line of the ledger, in words."""

    account: str
    amount: str


@dataclass(frozen=True)
class Move:
    """One movement, in words; `at` is ISO 8601 in UTC."""

    words: str
    at: str
    lines: list[Line]


@dataclass(frozen=True)
class PaymentRow:
    """One payment, and its movements in words."""

    card: AnyPaymentCard
    moves: list[Move]


class AdminPaymentsState(rx.State):
    """What an admin sees of all payments."""

    rows: list[PaymentRow] = []
    listing: str = Listing.LOADING
    where: str = ALL
    kind: str = ALL
    search: str = ""
    field_key: str = ""  # a new search field wherever its words are forgotten
    more: bool = False

    _shown: int = AT_ONCE

    @rx.var
    def narrowed(self) -> bool:
        """Whether something is left out on purpose."""
        return bool(self.where != ALL or self.kind != ALL or self.search.strip())

    @action(needs=Needs.ADMIN)
    async def open_page(self):
        """Show the newest of all."""
        self.where, self.kind, self.search, self._shown = ALL, ALL, "", AT_ONCE
        self.field_key = ids.short_id()
        await self._show()

    @action(needs=Needs.ADMIN)
    async def reread(self):
        """Show things as they are now, where they are shown at all."""
        if self.listing != Listing.LOADING:
            await self._show()

    @action(needs=Needs.ADMIN, pace=LOOKING)
    async def pick_where(self, where: str):
        """Show those whose money is in one place; the figures lead here, too."""
        if where in {ALL, *Where}:
            self.where, self._shown = where, AT_ONCE
            await self._show()

    @action(needs=Needs.ADMIN, pace=LOOKING)
    async def pick_kind(self, kind: str):
        """Show those that were for one thing."""
        if kind in {ALL, *PaymentKind}:
            self.kind, self._shown = kind, AT_ONCE
            await self._show()

    @action(needs=Needs.ADMIN, pace=LOOKING)
    async def look_for(self, search: str):
        """Show those in which these words stand."""
        self.search, self._shown = search[:LONGEST_SEARCH], AT_ONCE
        await self._show()

    @action(needs=Needs.ADMIN, pace=LOOKING)
    async def show_older(self):
        """Show some more."""
        self._shown = min(self._shown + AT_ONCE, MOST)
        await self._show()

    async def _show(self) -> None:
        wanted = PaymentFilter(self.where, self.kind, self.search)
        found = await read(bookings.every_payment, wanted, most=self._shown + 1)
        self.more = len(found) > self._shown and self._shown < MOST
        self.rows = [PaymentRow(card, [_move(move) for move in card.moves]) for card in found[: self._shown]]
        self.listing = Listing.of(self.rows)


def _move(move: MoveCard) -> Move:
    lines = [Line(ACCOUNTS.get(entry.account, entry.account), entry.amount) for entry in move.entries]
    return Move(MOVES.get(move.kind, move.kind), move.at, lines)
