"""ChatState: what one tab has been told of the room's chat.

The server sends the end of the chat, and a part of what came before when it is asked for. The browser puts the two
together and keeps them, so that a state that begins again takes nothing away from anybody's eyes.
"""

import reflex as rx

from peerlearn.domain import chats, rooms
from peerlearn.domain.chats import ChatLine
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.untrusted import harmless_text
from peerlearn.kit.work import act, read
from peerlearn.settings import settings
from peerlearn.ui.action import Needs, action
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

# The browser repeats a line until it is stored: what comes too fast is late, not lost.
CHATTING = Pace(at_once=40, seconds_each=0.5)
LOOKING_BACK = Pace(at_once=40, seconds_each=0.5)
MOST_UNSENT = 20  # lines of which the page is told that they were refused
LONGEST_NAME = 64
LARGEST_NUMBER = 2**31 - 1


class ChatState(rx.State):
    """One tab's view of the chat."""

    ready: bool = False
    lines: list[ChatLine] = []  # the newest
    earlier: list[ChatLine] = []  # what was asked for last of those before
    door: str = ""  # where files are sent
    unsent: dict[str, str] = {}  # why the server will never take a line, by its id

    _room_id: str = ""

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Show the chat of the room at this address."""
        room_id = harmless_text(str(self.room_id))
        if self._room_id != room_id:
            # Nothing of the room before may stay in the next one, nor in one that turns out to be of others.
            self._room_id, self.ready, self.door = "", False, ""
            self.lines, self.earlier, self.unsent = [], [], {}
        try:
            self.lines = list(await read(chats.newest_lines, room_id, by=await signed_in(self)))
        except rooms.NotYourRoom:  # the room itself says so and leads away
            return
        self._room_id, self.ready = room_id, True
        self.door = settings.door(f"/session/{room_id}/files")

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show what was said since."""
        if self._room_id:
            self.lines = list(await read(chats.newest_lines, self._room_id, by=await signed_in(self)))

    @action(needs=Needs.SIGNED_IN, pace=LOOKING_BACK)
    async def look_back(self, before: int):
        """Show the lines before the one at this place of the chat."""
        if self._room_id and 1 < before <= LARGEST_NUMBER:
            self.earlier = list(await read(chats.lines_before, self._room_id, before, by=await signed_in(self)))

    @action(needs=Needs.SIGNED_IN, pace=CHATTING, quiet=True)
    async def send_line(self, line_id: str, text: str):
        """Store a chat line and show it to both."""
        viewer = await signed_in(self)
        if not self._room_id:  # a server that has just started knows no room yet: the browser says the line again
            return
        try:
            await act(chats.say, self._room_id, line_id, text, by=viewer)
        except Refusal as no:
            self.unsent = dict([*self.unsent.items(), (line_id[:LONGEST_NAME], no.message)][-MOST_UNSENT:])
            raise
