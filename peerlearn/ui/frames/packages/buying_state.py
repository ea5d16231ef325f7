"""BuyingState: the package that somebody is about to buy; who may buy which is decided in domain/packages."""

import reflex as rx

from peerlearn.domain import discovery, packages, payments
from peerlearn.domain.packages import OfferCard
from peerlearn.kit.work import act, call, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.frames.checkout import OpenOrder, failed_words
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

BOUGHT = "The package is yours: {sessions} sessions with {name}. Book them when you like."
NOT_CHARGED = "You were not charged."
BUYING = Pace(at_once=6, seconds_each=10)  # each asks the gateway


class BuyingState(rx.State):
    """One tab's package in the making."""

    offer: OfferCard | None = None
    paying: bool = False
    order: OpenOrder = OpenOrder()

    _failures: int = 0  # of the payment window that is open
    _came_for: int = 0  # the package that the address named: its pop-up opens once, however often the page connects

    @rx.var
    def asking(self) -> bool:
        """Whether the pop-up is open."""
        return self.offer is not None and not self.order.attempt

    @action(needs=Needs.LEARNER)
    async def open_page(self):
        """Open the pop-up of the package that the address names: it was chosen elsewhere, perhaps before signing in."""
        wanted = discovery.session_number(self.router.url.query_parameters.get("package", ""))
        if wanted not in (None, self._came_for):
            self._came_for = wanted
            await self._ask(wanted)

    @action(needs=Needs.LEARNER)
    async def ask(self, package_id: int):
        """Show what a package is and costs, before anything is paid."""
        await self._ask(package_id)

    @action(needs=Needs.LEARNER)
    async def close(self):
        """Buy nothing."""
        if not self.order.attempt:
            self.offer = None

    @action(needs=Needs.LEARNER, pace=BUYING, once=True)
    async def pay(self):
        """Write the purchase down, open an order at the gateway, and its payment window."""
        viewer = await signed_in(self)
        if self.offer is None:
            return
        self.paying = True
        yield
        try:
            payment_id = await act(packages.buy, self.offer.package_id, by=viewer)
            order = await call(payments.open_package_order, payment_id, by=viewer)
            self.order, self._failures = OpenOrder.of(order), 0
        finally:
            self.paying = False

    @action(needs=Needs.LEARNER)
    async def paid(self, order_id: str, payment_id: str, signature: str):
        """The payment window says it was paid; believed only after our own check with the gateway."""
        viewer = await signed_in(self)
        await call(payments.confirm, str(order_id), str(payment_id), str(signature), by=viewer)
        bought, self.offer, self.order = self.offer, None, OpenOrder()
        if bought is not None:
            await say(self, BOUGHT.format(sessions=bought.sessions, name=bought.mentor_name), tone="good")

    @action(needs=Needs.LEARNER)
    async def failed(self, why: str):
        """One attempt failed; the window stays open for another, and for other methods."""
        self._failures += 1
        await say(self, failed_words(self._failures, str(why)), tone="error")

    @action(needs=Needs.LEARNER)
    async def dismissed(self):
        """The window was closed without paying."""
        self.offer, self.order = None, OpenOrder()
        await say(self, NOT_CHARGED)

    async def _ask(self, package_id: int) -> None:
        known = discovery.session_number(str(package_id))
        self.offer = await read(packages.one_on_sale, known) if known else None
        if self.offer is None:
            await say(self, packages.NotOnSale.message, tone="error")
