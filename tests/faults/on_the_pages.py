"""People who book and pay on the pages of a real site, each on a tab of their own; it may go down under them.

They do what people do: when a page is gone they open it again, look where they are, and press once more.
"""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from peerlearn.domain.accounts import Role, Viewer
from tests.e2e.site import Site
from tests.faults.wishes import Fate, Wish, a_wish
from tests.integration.sandbox.razorpay.running import Sandbox, signed_by_window
from tests.integration.ui.calling import LEARNER, MENTOR, tab_of
from tests.integration.ui.cast import Caller, signed_in
from tests.raw_tab import RawTab

WENT_DOWN = (aiohttp.ClientError, aiohttp.WSMessageTypeError, OSError)
PAUSE_SECONDS, PATIENCE_SECONDS = 0.5, 4
PATIENT = 12  # visits of a page that is there; what a dead worker had in hand is taken over meanwhile
FATES = (Fate.FORGOTTEN, Fate.FORGOTTEN, Fate.REPORTED_AND_REJECTED)  # of the first, the mentor says nothing yet


@dataclass
class Crowd:
    """So many people at a time, one wish after the other, until it is over."""

    site: Site
    gateway: Sandbox
    chance: random.Random
    patience: int = PATIENT  # visits that came to nothing
    wishes: list[Wish] = field(default_factory=list)
    over: bool = False
    opened: int = 0
    thrown_out: int = 0

    async def one_place(self) -> None:
        """One person after the other, each until they have what they wanted."""
        while not self.over:
            wish = a_wish(FATES[len(self.wishes) % len(FATES)])
            self.wishes.append(wish)
            learner = signed_in(Viewer(wish.learner_id, Role.LEARNER, "Lalit"))
            await self._until_done(self._book_and_pay, wish, learner)
            if wish.fate is Fate.REPORTED_AND_REJECTED:
                mentor = signed_in(Viewer(wish.mentor_id, Role.MENTOR, "Meera"))
                await self._until_done(self._reject, wish, mentor)

    async def somebody_comes(self) -> None:
        """Returns when the next page is open."""
        before = self.opened
        while self.opened == before:
            await asyncio.sleep(0.02)

    async def _until_done(self, deed: Callable[[RawTab, Wish], Any], wish: Wish, caller: Caller) -> None:
        """Visit the page again and again; what does not come true for long is for the books to tell."""
        assert caller.viewer is not None
        fruitless = 0
        while fruitless < self.patience:
            try:
                async with tab_of(self.site, caller, f"/dashboard/{caller.viewer.role}/") as tab:
                    self.opened += 1
                    try:
                        if await deed(tab, wish):
                            return
                        fruitless += 1
                    except WENT_DOWN:
                        self.thrown_out += 1
            except WENT_DOWN:
                pass  # nobody is there yet
            await asyncio.sleep(PAUSE_SECONDS)

    async def _book_and_pay(self, tab: RawTab, wish: Wish) -> bool:
        """Whether the session is theirs, as far as they know."""
        if not tab.var("booked"):
            await tab.call(f"{LEARNER}.choose", {"offering_id": wish.offering_id})
            if not await _seen(tab, lambda tab: tab.var("chosen")):
                return bool(tab.var("booked"))
            await tab.call(f"{LEARNER}.confirm")
            order = await _seen(tab, lambda tab: (tab.var("order") or {}).get("order_id"))
            if not order:
                return bool(tab.var("booked"))
            told = await asyncio.to_thread(self._pay_once, order)
            if self.chance.random() < 0.4:
                return True  # the tab is closed in the moment the money has left
            names = ("order_id", "payment_id", "signature")
            await tab.call(f"{LEARNER}.paid", {name: told[f"razorpay_{name}"] for name in names})
        return bool(await _seen(tab, lambda tab: tab.var("booked")))

    def _pay_once(self, order_id: str) -> dict[str, str]:
        """In the payment window, which shows whoever comes back that they have paid."""
        tries = self.gateway.client.order.payments(order_id)["items"]
        paid = next((str(one["id"]) for one in tries if one["captured"]), "")
        if not paid:
            return self.gateway.control("POST", f"orders/{order_id}/pay")
        return {
            "razorpay_order_id": order_id,
            "razorpay_payment_id": paid,
            "razorpay_signature": signed_by_window(order_id, paid),
        }

    async def _reject(self, tab: RawTab, wish: Wish) -> bool:
        """Whether the mentor has said no; they can only once they were asked."""
        asked = await _seen(tab, lambda tab: tab.var("requests"))
        if not asked:
            return False
        await tab.call(f"{MENTOR}.reject", {"booking_id": asked[0]["booking_id"]})
        await _seen(tab, lambda tab: not tab.var("requests"))
        return tab.var("requests") == []


async def _seen(tab: RawTab, what: Callable[[RawTab], Any]) -> Any:
    """What a page comes to show, or nothing after a while; a page that is gone is an OSError."""
    with suppress(TimeoutError):
        await tab.until(lambda tab: tab.closed or what(tab), seconds=PATIENCE_SECONDS)
    if tab.closed:
        raise ConnectionResetError("the site is gone")
    return what(tab)
