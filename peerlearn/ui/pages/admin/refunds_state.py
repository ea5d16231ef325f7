"""AdminRefundsState: the refunds that did not arrive, one press to make one again, and what was paid by hand."""

from typing import Any

import reflex as rx

from peerlearn.domain import payments
from peerlearn.domain.payments import FailedRefundCard
from peerlearn.kit import ids
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.list_states import Listing

MOST_SHOWN = 100
ON_ITS_WAY = "The money is on its way back again."
PAID_BACK = "Marked as paid back; the learner reads the reference."


class AdminRefundsState(rx.State):
    """What learners are owed because a bank returned it, or the gateway did not take it."""

    cards: list[FailedRefundCard] = []
    listing: str = Listing.LOADING
    chosen: int = 0  # the one that was paid by hand; none while no dialog is open
    amount: str = ""
    learner: str = ""
    form_key: str = ""
    problems: dict[str, str] = {}

    @action(needs=Needs.ADMIN)
    async def open_page(self):
        """Show what is owed."""
        self._forget()
        await self._show()

    @action(needs=Needs.ADMIN)
    async def reread(self):
        """Show things as they are now."""
        await self._show()

    @action(needs=Needs.FRESH_ADMIN, once=True)
    async def refund_again(self, refund_id: int):
        """Send it back once more."""
        await act(payments.refund_again, refund_id, by=await signed_in(self))
        await self._show()
        await say(self, ON_ITS_WAY, tone="good")

    @action(needs=Needs.ADMIN)
    async def begin_by_hand(self, refund_id: int):
        """Ask for the bank's reference of one that an admin sends."""
        self._forget()
        card = next((card for card in self.cards if card.refund_id == refund_id), None)
        if card is None:
            raise payments.NothingOwed()
        self.chosen, self.amount, self.learner, self.form_key = refund_id, card.amount, card.name, ids.short_id()

    @action(needs=Needs.ADMIN)
    async def close(self):
        """Leave it as it is."""
        self._forget()

    @action(needs=Needs.FRESH_ADMIN, once=True)
    async def refund_by_hand(self, form: dict[str, Any]):
        """Write down by which reference it was sent."""
        self.problems = {}
        if not self.chosen:
            return
        await act(payments.refund_by_hand, self.chosen, str(form.get("reference", "")), by=await signed_in(self))
        self._forget()
        await self._show()
        await say(self, PAID_BACK, tone="good")

    def _forget(self) -> None:
        self.chosen, self.amount, self.learner, self.problems = 0, "", "", {}

    async def _show(self) -> None:
        self.cards = await read(payments.failed_refunds, most=MOST_SHOWN)
        self.listing = Listing.of(self.cards)
