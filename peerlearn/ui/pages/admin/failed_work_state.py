"""FailedWorkState: the work that failed for good, and one press that has it tried once more."""

import reflex as rx

from peerlearn.domain import verification
from peerlearn.domain.verification import GivenUpCard
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.list_states import Listing

MOST_SHOWN = 100
AGAIN = "It is being tried once more. If it fails again, it comes back here."


class FailedWorkState(rx.State):
    """What waits for somebody to look at it."""

    cards: list[GivenUpCard] = []
    listing: str = Listing.LOADING

    @action(needs=Needs.ADMIN)
    async def open_page(self):
        """Show the newest."""
        await self._show()

    @action(needs=Needs.ADMIN)
    async def reread(self):
        """Show things as they are now, where they are shown at all."""
        if self.listing != Listing.LOADING:
            await self._show()

    @action(needs=Needs.ADMIN, once=True)
    async def run_again(self, job_id: int):
        """Have something tried again that moves no money."""
        await self._run_again(job_id)

    @action(needs=Needs.FRESH_ADMIN, once=True)
    async def run_again_with_money(self, job_id: int):
        """Have something tried again that may move money."""
        await self._run_again(job_id)

    async def _run_again(self, job_id: int) -> None:
        await act(verification.run_again, job_id, by=await signed_in(self))
        await self._show()
        await say(self, AGAIN, tone="good")

    async def _show(self) -> None:
        self.cards = await read(verification.given_up, most=MOST_SHOWN)
        self.listing = Listing.of(self.cards)
