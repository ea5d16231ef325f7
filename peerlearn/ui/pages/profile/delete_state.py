"""DeleteState: what keeps somebody from deleting their account, and the deed once their password was right."""

from typing import Any

import reflex as rx

from peerlearn.domain import leaving
from peerlearn.domain.accounts import Role
from peerlearn.domain.leaving import Obstacle
from peerlearn.kit import ids
from peerlearn.kit.work import act, read
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.frames.password_again import proved_by_password
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

GONE = "Your account is deleted, and you are signed out everywhere."


class DeleteState(rx.State):
    """The section at the end of the settings, for learners and mentors."""

    shown: bool = False
    teaches: bool = False
    obstacles: list[Obstacle] = []
    asking: bool = False
    form_key: str = ""
    problems: dict[str, str] = {}

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show what stands in the way now."""
        await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def ask(self):
        """Ask for the password, unless something came up meanwhile."""
        await self._show()
        self.problems, self.form_key, self.asking = {}, ids.short_id(), not self.obstacles

    @action(needs=Needs.SIGNED_IN)
    async def close(self):
        """Leave the account as it is."""
        self.asking, self.problems = False, {}

    @action(needs=Needs.SIGNED_IN, pace=Pace(at_once=10, seconds_each=6), once=True)
    async def delete_account(self, form: dict[str, Any]):
        """Delete the account of whoever is signed in here, and leave for the start page."""
        self.problems = {}
        proved = await proved_by_password(self, form)
        try:
            with live.showing_itself(self):
                await act(leaving.delete_account, proved.user_id, by=proved)
        except leaving.NotYet:
            self.asking = False
            await self._show()
            raise
        self.asking = False
        live.stop_watching(self)
        await say(self, GONE, tone="good")
        yield rx.redirect("/")

    async def _show(self) -> None:
        viewer = await signed_in(self)
        self.shown, self.teaches = viewer.role != Role.ADMIN, viewer.role == Role.MENTOR
        self.obstacles = await read(leaving.obstacles, viewer) if self.shown else []


async def show_deletion(state: rx.State) -> None:
    """Fill it, with no question over it; part of `open_page` of a page that has it."""
    deletion = await state.get_state(DeleteState)
    deletion.asking, deletion.problems = False, {}
    await deletion._show()
