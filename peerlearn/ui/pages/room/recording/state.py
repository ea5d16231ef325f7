"""RecordingState: what one tab knows of the recording of its lesson.

Who may be recorded is decided in domain/recordings; the pieces themselves go over HTTP (api/recordings.py).
"""

import reflex as rx

from peerlearn.domain import recordings, rooms
from peerlearn.domain.recordings import RecordingCard
from peerlearn.kit.untrusted import harmless_text
from peerlearn.kit.work import act, read
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

ASKING = Pace(at_once=6, seconds_each=5)
DECLINED = "There will be no recording: you have not both agreed."
NOT_HERE = "This browser cannot record a session. Chrome, Edge and Firefox can."


class RecordingState(rx.State):
    """One tab's view of the recording."""

    known: bool = False  # a state that has just begun knows nothing, and nothing ends for that
    phase: str = ""
    mine: bool = False
    name: str = ""  # in the browser that records only
    declined: bool = False
    cards: list[RecordingCard] = []

    @rx.var
    def asks_me(self) -> bool:
        """Whether the other person waits for this one's answer."""
        return self.phase == recordings.State.ASKED and not self.mine

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Find out what goes on in the room at this address."""
        self.known, self.phase, self.mine, self.name, self.declined, self.cards = False, "", False, "", False, []
        await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show what goes on now."""
        waited = self.phase == recordings.State.ASKED and self.mine
        await self._show()
        if waited and not self.phase:
            await say(self, DECLINED)

    @action(needs=Needs.SIGNED_IN, pace=ASKING)
    async def ask(self):
        """Agree to a recording, and ask the other."""
        await self._do(recordings.ask)

    @action(needs=Needs.SIGNED_IN, pace=ASKING)
    async def agree(self):
        """Be recorded."""
        await self._do(recordings.answer, True)

    @action(needs=Needs.SIGNED_IN, pace=ASKING)
    async def decline(self):
        """Not be recorded; also said by closing the question."""
        if self.asks_me:
            await self._do(recordings.answer, False)

    @action(needs=Needs.SIGNED_IN, pace=ASKING)
    async def stop(self):
        """End the recording, or take the question back."""
        await self._do(recordings.stop)

    @action(needs=Needs.SIGNED_IN, pace=ASKING)
    async def give_up(self):
        """The browser that should record cannot."""
        await self._do(recordings.stop)
        await say(self, NOT_HERE, tone="error")

    async def _do(self, deed, *what):
        viewer = await signed_in(self)
        try:
            with live.showing_itself(self):
                await act(deed, self._address(), *what, by=viewer)
        finally:
            await self._show()

    async def _show(self):
        viewer = await signed_in(self)
        try:
            now = await read(recordings.now_in, self._address(), by=viewer)
            self.cards = list(await read(recordings.of_room, self._address(), by=viewer))
        except rooms.NotYourRoom:  # RoomState leads them away
            return
        self.phase, self.mine, self.name, self.declined = now.state, now.mine, now.name, now.declined
        self.known = True

    def _address(self) -> str:
        return harmless_text(str(self.room_id))
