"""RecoveryState: how many recovery codes an admin has left; new ones are shown once, to whoever proves to be there."""

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Role
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action
from peerlearn.ui.viewer import signed_in


class RecoveryState(rx.State):
    """What an admin sees of the way back when the phone is gone."""

    shown: bool = False
    left: int = 0
    codes: list[str] = []

    @action(needs=Needs.FRESH_ADMIN)
    async def renew(self):
        """Show ten new codes, once; the ones before no longer work."""
        viewer = await signed_in(self)
        self.codes = await act(accounts.new_recovery_codes, viewer)
        self.left = await read(accounts.recovery_codes_left, viewer)

    @action(needs=Needs.ADMIN)
    async def put_away(self):
        """Forget the codes that were shown."""
        self.codes = []


async def show_recovery(state: rx.State) -> None:
    """Fill it, for admins; part of `open_page` of a page that has it."""
    viewer = await signed_in(state)
    recovery = await state.get_state(RecoveryState)
    recovery.shown, recovery.codes = viewer.role == Role.ADMIN, []
    recovery.left = await read(accounts.recovery_codes_left, viewer) if recovery.shown else 0
