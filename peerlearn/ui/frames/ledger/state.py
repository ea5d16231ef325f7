"""LedgerState: the lines of the ledger behind the figure that somebody pressed, and their sum."""

from dataclasses import dataclass

import reflex as rx

from peerlearn.domain import payments
from peerlearn.domain.accounts import Role
from peerlearn.domain.payments import Figure, FigureLine
from peerlearn.kit.work import read
from peerlearn.ui.action import Needs, action
from peerlearn.ui.frames.ledger import words
from peerlearn.ui.frames.ledger.words import in_words
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

AT_ONCE, MOST = 20, 1000
LOOKING = Pace(at_once=40, seconds_each=1)
MOVEMENTS = {
    Role.MENTOR: words.MENTORS_MOVEMENTS | words.MENTORS_FIGURES,
    Role.ADMIN: words.ADMINS_MOVEMENTS | words.ADMINS_FIGURES,
    Role.LEARNER: words.LEARNERS_MOVEMENTS,
}
ACCOUNTS = {
    Role.MENTOR: words.MENTORS_ACCOUNTS,
    Role.ADMIN: words.ADMINS_ACCOUNTS,
    Role.LEARNER: words.LEARNERS_ACCOUNTS,
}


@dataclass(frozen=True)
class Line:
    """One line of the ledger, in words; `at` is ISO 8601 in UTC or empty, `whole` what it says where a part counts."""

    words: str
    account: str
    at: str
    amount: str
    whole: str


class LedgerState(rx.State):
    """The dialog over a page with figures."""

    figure: str = ""  # a `Figure`; none while it is closed
    lines: list[Line] = []
    count: int = 0
    total: str = ""
    more: bool = False

    _shown: int = AT_ONCE

    @rx.var
    def is_open(self) -> bool:
        """Whether a figure was pressed."""
        return self.figure != ""

    @action(needs=Needs.SIGNED_IN, pace=LOOKING)
    async def show(self, figure: str):
        """Open it with the newest lines of a figure."""
        if figure in set(Figure):
            self.figure, self._shown = figure, AT_ONCE
            await self._show()

    @action(needs=Needs.SIGNED_IN, pace=LOOKING)
    async def show_older(self):
        """Show some more."""
        self._shown = min(self._shown + AT_ONCE, MOST)
        await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def reread(self):
        """Show things as they are now, where they are shown at all."""
        await self._show()

    @action(needs=Needs.SIGNED_IN)
    async def close(self):
        """Back to the page."""
        self.figure, self.lines = "", []

    async def _show(self) -> None:
        if not self.figure:
            return
        viewer = await signed_in(self)
        try:
            found = await read(payments.lines_of, Figure(self.figure), by=viewer, most=self._shown)
        except payments.NotForYou:
            self.figure = ""
            raise
        self.lines = [line_in_words(line, viewer.role) for line in found.lines]
        self.count, self.total = found.count, str(found.total)
        self.more = found.count > self._shown and self._shown < MOST


def line_in_words(line: FigureLine, role: Role) -> Line:
    """One line as somebody of this role reads it."""
    said = in_words(MOVEMENTS[role], line.kind, about=line.about, subject_id=line.subject_id)
    return Line(said, ACCOUNTS[role].get(line.account, line.account), line.at, line.amount, line.whole)
