"""PayoutState: where one's money goes, how much there is, and the two dialogs that change it.

Before money goes somewhere else mentors and learners show who they are with the password, admins with the second
factor.
"""

from typing import Any

import reflex as rx

from peerlearn.domain import accounts, payments, payouts
from peerlearn.domain.payouts import DestinationForm, DestinationKind, Fate, WithdrawalCard
from peerlearn.kit import ids
from peerlearn.kit.money import Money
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.frames.password_again import proved_by_password
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.list_states import Listing

SAVED = "Saved. We have told you by mail, too."
ASKED = "Processed in 24 hrs. Your bank may take one to three working days more to show it."
AT_ONCE, MOST = 20, 1000
ASKING, TURNING = Pace(at_once=10, seconds_each=6), Pace(at_once=20, seconds_each=1)


class PayoutState(rx.State):
    """One person's money out."""

    available: str = ""
    held: str = ""
    on_its_way: str = ""
    paid_out: str = ""
    enough: bool = False
    least: str = ""
    destination: str = ""
    withdrawals: list[WithdrawalCard] = []
    listing: str = Listing.LOADING
    fate: str = Fate.ALL
    more: bool = False

    changing: bool = False
    kind: str = DestinationKind.BANK
    withdrawing: bool = False
    everything: str = ""
    form_key: str = ""
    problems: dict[str, str] = {}

    _key: str = ""
    _shown: int = AT_ONCE

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Show everything, with no dialog over it."""
        self.changing = self.withdrawing = False
        self.fate, self._shown = Fate.ALL, AT_ONCE
        await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show things as they are now, where they are shown at all."""
        if self.listing != Listing.LOADING:
            await self._show()

    @action(needs=Needs.EITHER, pace=TURNING)
    async def pick_fate(self, fate: str):
        """Show the withdrawals of which one thing became."""
        if fate in set(Fate):
            self.fate, self._shown = fate, AT_ONCE
            await self._show()

    @action(needs=Needs.EITHER, pace=TURNING)
    async def show_older(self):
        """Show some more of them."""
        self._shown = min(self._shown + AT_ONCE, MOST)
        await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def begin_change(self):
        """Open the form that says where money goes."""
        self.problems, self.form_key, self.changing = {}, ids.short_id(), True

    @action(needs=Needs.SIGNED_IN)
    async def pick_kind(self, kind: str):
        """A bank account, or UPI."""
        self.kind, self.problems = DestinationKind(kind) if kind in set(DestinationKind) else self.kind, {}

    @action(needs=Needs.SIGNED_IN)
    async def begin_withdrawal(self):
        """Open the form with all there is; what it asks for is asked for once."""
        self.problems, self.form_key, self._key, self.withdrawing = {}, ids.short_id(), ids.public_id(), True

    @action(needs=Needs.SIGNED_IN)
    async def close(self):
        """Leave things as they are."""
        self.changing = self.withdrawing = False

    @action(needs=Needs.EITHER, pace=ASKING, once=True)
    async def save_with_password(self, form: dict[str, Any]):
        """Send one's own money somewhere else, when the password is right."""
        self.problems = {}
        wanted = _typed(form)
        payouts.understood(wanted)
        await self._save(wanted, await proved_by_password(self, form))

    @action(needs=Needs.FRESH_ADMIN, pace=ASKING, once=True)
    async def save_as_admin(self, form: dict[str, Any]):
        """Send what an admin withdraws somewhere else."""
        self.problems = {}
        await self._save(_typed(form), await signed_in(self))

    @action(needs=Needs.EITHER, pace=ASKING, once=True)
    async def withdraw(self, form: dict[str, Any]):
        """Ask for an amount of what one has earned, or was compensated with."""
        await self._withdraw(form)

    @action(needs=Needs.FRESH_ADMIN, pace=ASKING, once=True)
    async def withdraw_profit(self, form: dict[str, Any]):
        """Ask for an amount of what the site has earned."""
        await self._withdraw(form)

    @action(needs=Needs.EITHER, pace=ASKING, once=True)
    async def retry(self, withdrawal_id: int):
        """Ask once more for what did not go through."""
        await act(payouts.retry, withdrawal_id, by=await signed_in(self))
        await self._show()
        await say(self, ASKED, tone="good")

    async def _save(self, wanted: DestinationForm, by: accounts.Viewer) -> None:
        await act(payouts.save_destination, wanted, by=by)
        self.changing = False
        await self._show()
        await say(self, SAVED, tone="good")

    async def _withdraw(self, form: dict[str, Any]) -> None:
        self.problems = {}
        by, key = await signed_in(self), self._key or ids.public_id()
        await act(payouts.withdraw, str(form.get("amount", "")), key, by=by)
        self.withdrawing = False
        await self._show()
        await say(self, ASKED, tone="good")

    async def _show(self) -> None:
        viewer = await signed_in(self)
        if viewer.role == accounts.Role.MENTOR:
            wallet = await read(payouts.wallet_of, viewer.user_id)
            available, self.held = wallet.available, str(wallet.held)
            self.on_its_way, self.paid_out = str(wallet.on_its_way), str(wallet.paid_out)
        elif viewer.role == accounts.Role.LEARNER:
            available = (await read(payments.compensation_of, viewer.user_id)).available
        else:
            available = await read(payments.profit)
        least = await read(payouts.smallest_for, viewer)
        self.available, self.least, self.enough = str(available), str(least), available >= least
        self.everything = _as_typed(available)
        destination = await read(payouts.destination_of, viewer)
        self.destination = destination.masked if destination else ""
        found = await read(payouts.withdrawals_of, viewer, Fate(self.fate), most=self._shown + 1)
        self.more = len(found) > self._shown and self._shown < MOST
        self.withdrawals = found[: self._shown]
        self.listing = Listing.of(self.withdrawals)


def _typed(form: dict[str, Any]) -> DestinationForm:
    names = ("kind", "holder", "number", "number_again", "ifsc", "vpa")
    return DestinationForm(**{name: str(form.get(name, "")) for name in names})


def _as_typed(amount: Money) -> str:
    """An amount as one would type it."""
    return str(amount).removeprefix("₹").replace(",", "")
