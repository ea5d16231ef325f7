"""GivingState: the gift that somebody is about to send; who may send which is decided in domain/gifts."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from peerlearn.domain import gifts, payments, rooms
from peerlearn.kit import ids
from peerlearn.kit.untrusted import harmless_text
from peerlearn.kit.work import act, call, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.frames.checkout import TRIES, OpenOrder
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

SENT = "{amount} sent to {name}."
FAILED = "Gift payment failed, retry? {why}"
GIVEN_UP = "Gift payment failed three times. You were not charged."

USUAL = str(gifts.SUGGESTED[1].paise // 100)
GIVING = Pace(at_once=6, seconds_each=10)  # each asks the gateway
TYPING = Pace(at_once=60, seconds_each=0.2)


@dataclass(frozen=True)
class Cost:
    """What a gift comes to, as rupee text."""

    gift: str
    fee: str
    total: str
    theirs: str
    rupees: str  # without sign, as it is typed


class GivingState(rx.State):
    """One tab's gift in the making."""

    asking: bool = False
    name: str = ""
    typed: str = ""
    form_key: str = ""
    cost: Cost | None = None
    problems: dict[str, str] = {}
    paying: bool = False
    order: OpenOrder = OpenOrder()

    _room_id: str = ""
    _failures: int = 0

    @action(needs=Needs.LEARNER, pace=GIVING)
    async def ask(self, room_id: str):
        """Ask how much to send to the mentor of a session."""
        await self._ask(harmless_text(str(room_id)))

    @action(needs=Needs.LEARNER, pace=GIVING)
    async def ask_here(self):
        """The same in the room at this address."""
        await self._ask(harmless_text(str(self.room_id)))

    @action(needs=Needs.LEARNER, pace=TYPING)
    async def consider(self, amount: str):
        """Say what it costs while somebody types; a wrong amount is named when they want to pay it."""
        self.problems = {}
        self._weigh(str(amount))

    @action(needs=Needs.LEARNER, pace=TYPING)
    async def suggest(self, rupees: str):
        """Take one of the usual amounts."""
        self.problems = {}
        self._fill(str(rupees))

    @action(needs=Needs.LEARNER)
    async def close(self):
        """Send nothing."""
        self.asking = False

    @action(needs=Needs.LEARNER, pace=GIVING, once=True)
    async def pay(self, form: dict[str, Any]):
        """Write the gift down, open an order at the gateway, and its payment window."""
        viewer = await signed_in(self)
        if not self.asking:
            return
        self.problems = {}
        self._weigh(str(form.get("amount", "")))
        self.paying = True
        yield
        try:
            payment_id = await act(gifts.begin, self._room_id, str(form.get("amount", "")), by=viewer)
            order = await call(payments.open_gift_order, payment_id, by=viewer)
            self.order, self._failures, self.asking = OpenOrder.of(order, tries=TRIES), 0, False
        finally:
            self.paying = False

    @action(needs=Needs.LEARNER)
    async def paid(self, order_id: str, payment_id: str, signature: str):
        """The payment window says it was paid; believed only after our own check with the gateway."""
        viewer = await signed_in(self)
        await call(payments.confirm, str(order_id), str(payment_id), str(signature), by=viewer)
        amount, self.order = self.cost.gift if self.cost else "", OpenOrder()
        await say(self, SENT.format(amount=amount, name=self.name), tone="good")

    @action(needs=Needs.LEARNER)
    async def failed(self, why: str):
        """One attempt failed; the window stays open for another, three in all."""
        self._failures += 1
        last = self._failures >= TRIES
        await say(self, GIVEN_UP if last else FAILED.format(why=str(why)[:120]).strip(), tone="error")

    @action(needs=Needs.LEARNER)
    async def dismissed(self):
        """The window was closed without paying."""
        self.order = OpenOrder()

    async def _ask(self, room_id: str) -> None:
        view = await read(rooms.view_for, room_id, by=await signed_in(self))
        gifts.check_giver(view)
        self._room_id, self.name, self.problems = room_id, view.their_name, {}
        self._fill(USUAL)
        self.asking = True

    def _fill(self, rupees: str) -> None:
        self._weigh(rupees)
        self.typed, self.form_key = self.cost.rupees if self.cost else "", ids.short_id()

    def _weigh(self, typed: str) -> None:
        try:
            parts = gifts.cost_of(typed)
        except gifts.NotThatAmount:
            self.cost = None
            return
        words = (str(part) for part in (parts.price, parts.fee, parts.total, parts.mentor))
        self.cost = Cost(*words, rupees=str(parts.price.paise // 100))
