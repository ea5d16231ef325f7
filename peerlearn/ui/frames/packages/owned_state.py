"""OwnedState: the packages that a learner has, and the question before what is unused goes back."""

import reflex as rx

from peerlearn.domain import packages
from peerlearn.domain.packages import BoughtCard
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

GOES_BACK = "{amount} are on their way back to you."
ASKING = Pace(at_once=20, seconds_each=2)


class OwnedState(rx.State):
    """A learner's packages with sessions left."""

    cards: list[BoughtCard] = []
    returning: BoughtCard | None = None

    @rx.var
    def asking(self) -> bool:
        """Whether the question is open."""
        return self.returning is not None

    @action(needs=Needs.LEARNER)
    async def open_page(self):
        """Show them."""
        await self._show()

    @action(needs=Needs.LEARNER)
    async def reread(self):
        """Show things as they are now."""
        await self._show()

    @action(needs=Needs.LEARNER, pace=ASKING)
    async def ask_back(self, purchase_id: int):
        """Somebody wants their money back: say how much that is."""
        await self._ask(purchase_id)

    @action(needs=Needs.LEARNER)
    async def close(self):
        """Keep the package."""
        self.returning = None

    @action(needs=Needs.LEARNER, once=True)
    async def give_back(self):
        """End the package, on the terms that were shown; where they have changed the new ones are shown instead."""
        viewer = await signed_in(self)
        shown, self.returning = self.returning, None
        if shown is None:
            return
        try:
            await act(packages.give_back, shown.purchase_id, shown.left, by=viewer)
        except packages.LeftChanged:
            await self._ask(shown.purchase_id)
            raise
        await self._show()
        await say(self, GOES_BACK.format(amount=shown.goes_back), tone="good")

    async def _show(self) -> None:
        self.cards = await read(packages.bought_by, (await signed_in(self)).user_id)

    async def _ask(self, purchase_id: int) -> None:
        await self._show()
        self.returning = next((card for card in self.cards if card.purchase_id == purchase_id), None)
        if self.returning is None:
            await say(self, packages.NothingUnused.message, tone="error")
