"""RoomGiftsState: what was given in this lesson or for it, as each of the two sees it."""

import reflex as rx

from peerlearn.domain import gifts, rooms
from peerlearn.domain.gifts import GiftCard
from peerlearn.kit.money import Money
from peerlearn.kit.untrusted import harmless_text
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

THANKED = "{name} says thank you!"
THANKING = Pace(at_once=10, seconds_each=2)


class RoomGiftsState(rx.State):
    """One tab's view of a lesson's gifts."""

    sent: str = ""  # the sum as rupee text; empty while there is none
    cards: list[GiftCard] = []

    @rx.var
    def to_thank_for(self) -> list[GiftCard]:
        """What the mentor has not said thank you for."""
        return [card for card in self.cards if not card.thanked]

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Find out what was given in the room at this address."""
        self.sent, self.cards = "", []
        await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show it as it is now; a learner hears of thanks."""
        before = {card.gift_id for card in self.cards if not card.thanked}
        await self._show()
        for card in self.cards:
            if card.thanked and card.gift_id in before and (await signed_in(self)).role == "learner":
                await say(self, THANKED.format(name=card.to_name), tone="good")

    @action(needs=Needs.MENTOR, pace=THANKING)
    async def thank(self, gift_id: int):
        """Say thank you for one gift."""
        await act(gifts.thank, gift_id, by=await signed_in(self))
        await self._show()

    async def _show(self) -> None:
        viewer, address = await signed_in(self), harmless_text(str(self.room_id))
        try:
            self.cards = await read(gifts.gifts_for, address, by=viewer)
            total = await read(gifts.given_in, address, by=viewer)
        except rooms.NotYourRoom:  # RoomState leads them away
            return
        self.sent = str(total) if total > Money(0) else ""
