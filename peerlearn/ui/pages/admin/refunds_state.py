"""AdminRefundsState: the refunds that failed at a bank, and one press to make one again."""

import reflex as rx

from peerlearn.domain import payments
from peerlearn.domain.payments import FailedRefundCard
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.list_states import Listing

MOST_SHOWN = 100
ON_ITS_WAY = "The money is on its way back again."


class AdminRefundsState(rx.State):
    """What learners are owed because a bank returned it."""

    cards: list[FailedRefundCard] = []
    listing: str = Listing.LOADING

    @action(needs=Needs.ADMIN)
    async def open_page(self):
        """Show what is owed."""
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

    async def _show(self) -> None:
        self.cards = await read(payments.failed_refunds, most=MOST_SHOWN)
        self.listing = Listing.of(self.cards)
