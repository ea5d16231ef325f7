"""DevicesState: the devices that the person who is looking is signed in on."""

import logging

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.domain.accounts import DeviceCard
from peerlearn.kit import ids
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.viewer import sign_in_token, signed_in
from peerlearn.ui.widgets.list_states import Listing

ENDED = "Signed out."
NONE_ENDED, ONE_ENDED = "No other device was signed in.", "One other device was signed out."
SEVERAL_ENDED = "{count} other devices were signed out."

log = logging.getLogger(__name__)


class DevicesState(rx.State):
    """The list, and whether it is there."""

    listing: str = Listing.LOADING.value
    reference: str = ""
    devices: list[DeviceCard] = []

    @rx.var
    def has_others(self) -> bool:
        """Whether there is another device to sign out."""
        return len(self.devices) > 1

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show the devices as they are now."""
        await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def end(self, sign_in_id: int):
        """Sign one device out."""
        await act(accounts.end_sign_in, sign_in_id, by=await signed_in(self))
        await self._show()
        await say(self, ENDED, tone="good")

    @action(needs=Needs.SIGNED_IN)
    async def end_others(self):
        """Sign every device out but this one."""
        count = await act(accounts.end_other_sign_ins, sign_in_token(self), by=await signed_in(self))
        await self._show()
        words = {0: NONE_ENDED, 1: ONE_ENDED}.get(count, SEVERAL_ENDED.format(count=count))
        await say(self, words, tone="good")

    async def _show(self) -> None:
        try:
            self.devices = await read(accounts.devices_of, sign_in_token(self), by=await signed_in(self))
            self.listing = Listing.READY.value
        except Exception:
            self.reference = ids.short_id()
            log.exception("The devices of somebody could not be read (reference %s)", self.reference)
            # What was shown before is still the best that there is to show.
            self.listing = self.listing if self.listing == Listing.READY.value else Listing.FAILED.value


async def show_devices(state: rx.State) -> None:
    """Fill the list; part of `open_page` of a page that has it."""
    devices = await state.get_state(DevicesState)
    await devices._show()
