"""SummaryState: the summary of the lesson at this address, once it is over."""

import contextlib
from typing import Any

import reflex as rx

from peerlearn.domain import lessons, rooms
from peerlearn.domain.lessons import Summary
from peerlearn.kit.untrusted import harmless_text
from peerlearn.kit.work import act, read
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

WRITING = Pace(at_once=10, seconds_each=5)
SAVED = "Your next step is saved; they can read it here."
NOTHING = Summary("", "", "", 0, 0, "", 0, 0, [], [], "", teaching=False, mentor_handle="")


class SummaryState(rx.State):
    """What stays of one lesson."""

    there: bool = False
    summary: Summary = NOTHING

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Show the summary of this room, if it has one; nothing of another may stay."""
        self.there, self.summary = False, NOTHING
        with contextlib.suppress(rooms.NotYourRoom):  # the room itself says so
            await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show it as it is now."""
        await self._show()

    @action(needs=Needs.SIGNED_IN, pace=WRITING, once=True)
    async def write_next_step(self, form: dict[str, Any]):
        """Keep the mentor's line for the learner."""
        line = str(form.get("next_step", ""))
        with live.showing_itself(self):
            await act(lessons.write_next_step, self._address(), line, by=await signed_in(self))
        await self._show()
        await say(self, SAVED, tone="good")

    async def _show(self) -> None:
        found = await read(lessons.summary_for, self._address(), by=await signed_in(self))
        self.there, self.summary = found is not None, found or NOTHING

    def _address(self) -> str:
        return harmless_text(str(self.room_id))
