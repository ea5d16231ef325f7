"""StatementState: what changed a mentor's money, newest first, as far back as somebody has asked for."""

from dataclasses import dataclass

import reflex as rx

from peerlearn.domain import payments
from peerlearn.domain.payments import MovementCard, StatementKind
from peerlearn.kit.work import read
from peerlearn.ui.action import Needs, action
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.list_states import Listing

AT_ONCE = 20
MOST = 1000
WORDS = {
    "release": "Session with {about}",
    "gift": "Gift from {about}",
    "refund": "Refunded to {about}",
    "credit_returned": "Refunded to {about}",
    "cancellation_fee": "Fee for cancelling late on {about}",
    "compensation": "Compensation of {about} for cancelling late",
    "withdrawal": "Withdrawal {subject}",
    "given_back": "Withdrawal {subject} came back",
}
ACCOUNTS = {
    "mentor_available": "Your earnings",
    "booking_escrow": "Kept for the session",
    "app_commission": "PeerLearn's commission",
    "app_service_fee": "Service fee of the learner",
    "cancellation_fee": "Cancellation fee to PeerLearn",
    "learner_available": "Compensation of the learner",
    "package_credit": "Kept in the learner's package",
    "tds_payable": "Income tax withheld for you (TDS)",
    "tcs_payable": "GST collected for you (TCS)",
    "refund_in_transit": "On its way to the learner",
    "payout_in_transit": "On its way to your bank",
    "payout_bank": "Sent to your bank",
}


@dataclass(frozen=True)
class Line:
    """One line of the ledger, in words."""

    account: str
    amount: str


@dataclass(frozen=True)
class Row:
    """One movement, in words; `at` is ISO 8601 in UTC."""

    movement_id: int
    words: str
    at: str
    amount: str
    lines: list[Line]


class StatementState(rx.State):
    """A mentor's statement."""

    rows: list[Row] = []
    listing: str = Listing.LOADING
    kind: str = StatementKind.ALL
    more: bool = False

    _shown: int = AT_ONCE

    @action(needs=Needs.MENTOR)
    async def open_page(self):
        """Show the newest."""
        self._shown, self.kind = AT_ONCE, StatementKind.ALL
        await self._show()

    @action(needs=Needs.MENTOR)
    async def reread(self):
        """Show things as they are now."""
        await self._show()

    @action(needs=Needs.MENTOR)
    async def pick_kind(self, kind: str):
        """Show one kind of movement alone."""
        if kind in set(StatementKind):
            self.kind, self._shown = kind, AT_ONCE
            await self._show()

    @action(needs=Needs.MENTOR)
    async def show_older(self):
        """Show some more."""
        self._shown = min(self._shown + AT_ONCE, MOST)
        await self._show()

    async def _show(self) -> None:
        viewer = await signed_in(self)
        found = await read(payments.movements_of, viewer.user_id, StatementKind(self.kind), most=self._shown + 1)
        self.more = len(found) > self._shown and self._shown < MOST
        self.rows = [_row(card) for card in found[: self._shown]]
        self.listing = Listing.of(self.rows)


def _row(card: MovementCard) -> Row:
    words = WORDS.get(card.kind, card.kind).format(about=card.about, subject=card.subject_id)
    lines = [Line(ACCOUNTS.get(line.account, line.account), line.amount) for line in card.lines]
    return Row(card.movement_id, words, card.at, card.amount, lines)
