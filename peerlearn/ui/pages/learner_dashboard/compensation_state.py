"""CompensationState: what mentors who called off late gave a learner, and what of it these have yet to earn."""

import reflex as rx

from peerlearn.domain import bookings, payments
from peerlearn.domain.bookings import CompensationCard
from peerlearn.kit.money import Money
from peerlearn.kit.work import read
from peerlearn.ui.action import Needs, action
from peerlearn.ui.viewer import signed_in

MOST = 100


class CompensationState(rx.State):
    """A learner's compensations; nothing is shown while there is none."""

    rows: list[CompensationCard] = []
    waits: str = ""

    _shown: bool = False  # whether the page that has them is open

    @action(needs=Needs.LEARNER)
    async def open_page(self):
        """Show them."""
        self._shown = True
        await self._show()

    @action(needs=Needs.LEARNER)
    async def reread(self):
        """Show things as they are now, where they are shown at all."""
        if self._shown:
            await self._show()

    async def _show(self) -> None:
        viewer = await signed_in(self)
        self.rows = await read(bookings.compensations_of, viewer.user_id, most=MOST)
        waits = (await read(payments.compensation_of, viewer.user_id)).waits
        self.waits = str(waits) if waits > Money(0) else ""
