"""AdminWithdrawalsState: the queue of withdrawals, and what an admin decides about one of them."""

from typing import Any

import reflex as rx

from peerlearn.domain import payouts
from peerlearn.domain.payouts import Destination, Which, WithdrawalCard
from peerlearn.kit import ids
from peerlearn.kit.search import LONGEST_SEARCH
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.list_states import Listing

AT_ONCE, MOST = 20, 1000
ASKING, LOOKING = Pace(at_once=10, seconds_each=6), Pace(at_once=40, seconds_each=1)
SENT, NOT_SENT, CAME_BACK = "Marked as sent.", "Not sent; the money is available again.", "Taken back into the books."
ASKED = "RazorpayX is being asked; the answer shows here by itself."
DEEDS = {"complete": SENT, "reject": NOT_SENT, "reverse": CAME_BACK}


class AdminWithdrawalsState(rx.State):
    """Everybody's withdrawals."""

    cards: list[WithdrawalCard] = []
    listing: str = Listing.LOADING
    which: str = Which.WAITING
    search: str = ""
    field_key: str = ""  # a new search field wherever its words are forgotten
    more: bool = False
    deed: str = ""  # what is about to be done to the chosen one; none while no dialog is open
    chosen: int = 0
    amount: str = ""
    send_to: list[str] = []  # only while its dialog is open
    form_key: str = ""
    problems: dict[str, str] = {}

    _shown: int = AT_ONCE

    @rx.var
    def narrowed(self) -> bool:
        """Whether something is left out on purpose."""
        return bool(self.search.strip())

    @action(needs=Needs.ADMIN)
    async def open_page(self):
        """Show what waits."""
        self._forget()
        self.search, self.field_key, self._shown = "", ids.short_id(), AT_ONCE
        await self._show()

    @action(needs=Needs.ADMIN)
    async def reread(self):
        """Show things as they are now."""
        await self._show()

    @action(needs=Needs.ADMIN, pace=LOOKING)
    async def pick(self, which: str):
        """Show what waits for a hand, what RazorpayX has, or what is settled."""
        if which in set(Which):
            self.which, self._shown = which, AT_ONCE
            await self._show()

    @action(needs=Needs.ADMIN, pace=LOOKING)
    async def look_for(self, search: str):
        """Show those in which these words stand."""
        self.search, self._shown = search[:LONGEST_SEARCH], AT_ONCE
        await self._show()

    @action(needs=Needs.ADMIN, pace=LOOKING)
    async def show_more(self):
        """Show some more."""
        self._shown = min(self._shown + AT_ONCE, MOST)
        await self._show()

    @action(needs=Needs.ADMIN, pace=ASKING, once=True)
    async def ask_again(self, withdrawal_id: int):
        """Have RazorpayX asked where one is."""
        await act(payouts.ask_again, withdrawal_id, by=await signed_in(self))
        await say(self, ASKED, tone="good")

    @action(needs=Needs.FRESH_ADMIN)
    async def begin_complete(self, withdrawal_id: int):
        """Show where the money has to go, and ask for the bank's reference."""
        destination = await act(payouts.reveal, withdrawal_id, by=await signed_in(self))
        self._open("complete", withdrawal_id)
        self.send_to = _words(destination)

    @action(needs=Needs.ADMIN)
    async def begin_reject(self, withdrawal_id: int):
        """Ask why it is not sent."""
        self._open("reject", withdrawal_id)

    @action(needs=Needs.ADMIN)
    async def begin_reverse(self, withdrawal_id: int):
        """Ask why the bank returned it."""
        self._open("reverse", withdrawal_id)

    @action(needs=Needs.ADMIN)
    async def close(self):
        """Leave it as it is."""
        self._forget()

    @action(needs=Needs.FRESH_ADMIN, once=True)
    async def decide(self, form: dict[str, Any]):
        """Do what the dialog is about."""
        self.problems = {}
        verbs = {"complete": payouts.complete, "reject": payouts.reject, "reverse": payouts.reverse}
        deed, said = self.deed, str(form.get("reference" if self.deed == "complete" else "reason", ""))
        if deed not in verbs:
            return
        await act(verbs[deed], self.chosen, said, by=await signed_in(self))
        self._forget()
        await self._show()
        await say(self, DEEDS[deed], tone="good")

    def _open(self, deed: str, withdrawal_id: int) -> None:
        self._forget()
        self.deed, self.chosen, self.form_key = deed, withdrawal_id, ids.short_id()
        self.amount = next((card.amount for card in self.cards if card.withdrawal_id == withdrawal_id), "")

    def _forget(self) -> None:
        self.deed, self.chosen, self.amount, self.send_to, self.problems = "", 0, "", [], {}

    async def _show(self) -> None:
        which = Which(self.which)
        found = await read(payouts.withdrawals_to_see_to, which, self.search, most=self._shown + 1)
        self.more = len(found) > self._shown and self._shown < MOST
        self.cards = found[: self._shown]
        self.listing = Listing.of(self.cards)


def _words(destination: Destination) -> list[str]:
    if destination.vpa:
        return [f"UPI ID: {destination.vpa}"]
    return [f"Name: {destination.holder}", f"Account number: {destination.number}", f"IFSC: {destination.ifsc}"]
