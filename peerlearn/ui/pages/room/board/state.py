"""BoardState: what one tab has been told of the lesson's whiteboard.

The truth is in the database. A tab says up to which change it knows the page, and is told the later ones; a state
that begins again knows of no tab (`upto` is -1) and is asked.
"""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from peerlearn.domain import boards, rooms
from peerlearn.domain.boards import PageCard
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.untrusted import harmless_text
from peerlearn.kit.work import act, read
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

DRAWING = Pace(at_once=100, seconds_each=0.05)
CATCHING_UP = Pace(at_once=100, seconds_each=0.2)
LONGEST_NAME = 64
LARGEST_SEQ = 2**31 - 1


FULL = "This page of the whiteboard is full. What you drew last was taken off again; delete something to go on."
UNFIT = "What you drew last was taken off again: it is too large, or of a kind the whiteboard does not keep."


@dataclass(frozen=True)
class BoardTaken:
    """The browser's name of the batch that was stored last, the ids in it that were not, and why, in words."""

    name: str = ""
    refused: list[str] = field(default_factory=list)
    words: str = ""


@dataclass(frozen=True)
class BoardNews:
    """The changes after `since` up to `upto`, as JSON texts; `more` if the tab should ask for the next ones."""

    since: int = 0
    upto: int = -1
    more: bool = False
    elements: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class EarlierNews:
    """The same of an earlier lesson's page, which somebody looks at."""

    room_id: str = ""
    news: BoardNews = BoardNews()


class BoardState(rx.State):
    """One tab's view of the whiteboard."""

    drawn: bool = False  # whether there is anything on the lesson's page
    pages: list[PageCard] = []  # of the pair's other lessons
    earlier: EarlierNews = EarlierNews()
    news: BoardNews = BoardNews()
    taken: BoardTaken = BoardTaken()

    _seen: int = -1

    @action(needs=Needs.SIGNED_IN)
    async def open_page(self):
        """Have the tab say what it knows: it may be another room, or have missed something."""
        self.news, self.taken, self._seen = BoardNews(), BoardTaken(), -1
        self.earlier, self.pages, self.drawn = EarlierNews(), [], False
        viewer = await signed_in(self)
        try:
            self.drawn = await read(boards.is_drawn, self._address(), by=viewer)
            self.pages = await read(boards.other_pages, self._address(), by=viewer)
        except rooms.NotYourRoom:  # RoomState leads them away
            return

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Tell what is new."""
        self.drawn = True
        if self._seen >= 0:
            await self._tell(self._seen)

    @action(needs=Needs.SIGNED_IN, pace=CATCHING_UP)
    async def catch_up(self, after: int):
        """Tell a tab what came after the last change that it knows."""
        if isinstance(after, int) and 0 <= after <= LARGEST_SEQ:
            await self._tell(after)

    @action(needs=Needs.SIGNED_IN, pace=CATCHING_UP)
    async def look(self, room_id: str, after: int):
        """Show the page of another lesson of theirs, as far as it goes at once."""
        if not isinstance(after, int) or not 0 <= after <= LARGEST_SEQ:
            return
        address = harmless_text(str(room_id))
        news = await read(boards.news_for, address, after=after, by=await signed_in(self))
        self.earlier = EarlierNews(address, BoardNews(news.since, news.upto, news.more, list(news.elements)))

    @action(needs=Needs.SIGNED_IN, pace=DRAWING, quiet=True)
    async def draw(self, name: str, shapes: list[dict[str, Any]]):
        """Store what was drawn in this tab; it says the batch again until `taken` names it."""
        viewer = await signed_in(self)
        elements = boards.understood(shapes)
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not isinstance(shapes, list):
            return
        try:
            with live.showing_itself(self):
                drawn = await act(boards.draw, self._address(), elements, by=viewer)
        except boards.NotSeated:  # the seat is taken again in a moment: the browser says it again
            return
        except Refusal:
            self.taken = BoardTaken(name, boards.named_in(shapes))
            raise
        self.taken, self.drawn = _taken(name, shapes, elements, drawn), True
        if drawn.since == self._seen:
            self._seen = drawn.upto
            self.news = BoardNews(drawn.since, drawn.upto)
        elif self._seen >= 0:
            await self._tell(self._seen)

    async def _tell(self, after: int) -> None:
        news = await read(boards.news_for, self._address(), after=after, by=await signed_in(self))
        self._seen = news.upto
        self.news = BoardNews(news.since, news.upto, news.more, list(news.elements))

    def _address(self) -> str:
        return harmless_text(str(self.room_id))


def _taken(name: str, shapes: list[dict[str, Any]], elements: list[boards.Element], drawn: boards.Drawn) -> BoardTaken:
    kept = {element.element_id for element in elements}
    unfit = [each for each in boards.named_in(shapes) if each not in kept]
    words = FULL if drawn.refused else UNFIT if unfit else ""
    return BoardTaken(name, [*drawn.refused, *unfit], words)
