"""PaymentsState: what a learner has paid, newest first, as far back as they have asked for."""

from dataclasses import dataclass

import reflex as rx

from peerlearn.domain import bookings, payments, receipts, rooms
from peerlearn.domain.accounts import Role
from peerlearn.domain.bookings import PaymentCard, Where
from peerlearn.domain.payments import FigureLines
from peerlearn.kit.work import act, read
from peerlearn.settings import settings
from peerlearn.ui.action import Needs, action
from peerlearn.ui.frames.ledger.state import Line, line_in_words
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.list_states import Listing

AT_ONCE, MOST = 20, 1000
ALL = "all"
TURNING = Pace(at_once=20, seconds_each=1)


@dataclass(frozen=True)
class PaymentRow:
    """One payment, and the room of its session once that has ended; `room_id` is empty before, and for gifts.

    `lines` are what the ledger says of it, and `together` their sum.
    """

    card: PaymentCard
    room_id: str
    lines: list[Line]
    together: str


class PaymentsState(rx.State):
    """A learner's payments."""

    rows: list[PaymentRow] = []
    listing: str = Listing.LOADING
    spent: str = ""
    payments_shown: str = ALL
    more: bool = False
    taxed: bool = False  # whether receipts are tax invoices, on which a state stands
    state_code: str = ""

    _shown: int = AT_ONCE

    @action(needs=Needs.LEARNER)
    async def open_page(self):
        """Show the newest."""
        self.payments_shown, self._shown = ALL, AT_ONCE
        await self._show()

    @action(needs=Needs.LEARNER, pace=TURNING)
    async def show_payments(self, where: str):
        """Show those whose money is in one place."""
        if where in {ALL, *Where}:
            self.payments_shown, self._shown = where, AT_ONCE
            await self._show()

    @action(needs=Needs.LEARNER)
    async def reread(self):
        """Show things as they are now, where they are shown at all."""
        if self.listing != Listing.LOADING:
            await self._show()

    @action(needs=Needs.LEARNER, pace=TURNING)
    async def show_older(self):
        """Show some more."""
        self._shown = min(self._shown + AT_ONCE, MOST)
        await self._show()

    @action(needs=Needs.LEARNER, pace=TURNING)
    async def pick_state(self, code: str):
        """Say which state stands on the receipts to come."""
        await act(receipts.choose_state, code, by=await signed_in(self))
        await self._show()

    async def _show(self) -> None:
        viewer = await signed_in(self)
        found = await read(bookings.paid_by, viewer.user_id, self.payments_shown, most=self._shown + 1)
        self.more = len(found) > self._shown and self._shown < MOST
        booked = [card.booking_id for card in found if card.kind == "booking" and card.status == "captured"]
        ended = await read(rooms.addresses_for, booked, ended=True)
        moved = await read(payments.lines_of_payments, [card.payment_id for card in found])
        self.rows = [_row(card, ended, moved.get(card.payment_id)) for card in found[: self._shown]]
        self.taxed, self.state_code = bool(settings.gstin), await read(receipts.state_of, viewer.user_id)
        self.spent = str(await read(bookings.spent_by, viewer.user_id))
        self.listing = Listing.of(self.rows)


def _row(card: PaymentCard, ended: dict[int, str], moved: FigureLines | None) -> PaymentRow:
    lines = [line_in_words(line, Role.LEARNER) for line in moved.lines] if moved else []
    room_id = ended.get(card.booking_id, "") if card.kind == "booking" else ""
    return PaymentRow(card, room_id, lines, str(moved.total) if moved else "")
