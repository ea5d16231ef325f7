"""TopicsState: the topics of the lesson at this address, as one of the two sees them."""

import contextlib

import reflex as rx

from peerlearn.domain import lessons, rooms
from peerlearn.domain.lessons import Mark, TopicRow
from peerlearn.kit.untrusted import harmless_text
from peerlearn.kit.work import act, read
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

MARKING = Pace(at_once=30, seconds_each=1)


class TopicsState(rx.State):
    """One tab's view of the checklist."""

    topics: list[TopicRow] = []

    @rx.var
    def covered(self) -> int:
        """How many are covered."""
        return sum(row.mark == Mark.COVERED for row in self.topics)

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Show the list of this room; nothing of the one before may stay."""
        self.topics = []
        with contextlib.suppress(rooms.NotYourRoom):  # the room itself says so
            await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show the marks as they are now."""
        await self._show()

    @action(needs=Needs.SIGNED_IN, pace=MARKING)
    async def mark(self, name: str, after: str):
        """Say how far a topic came."""
        if after not in set(Mark):
            return
        with live.showing_itself(self):
            await act(lessons.mark, self._address(), name, Mark(after), by=await signed_in(self))
        await self._show()

    async def _show(self) -> None:
        self.topics = await read(lessons.topics_for, self._address(), by=await signed_in(self))

    def _address(self) -> str:
        return harmless_text(str(self.room_id))
