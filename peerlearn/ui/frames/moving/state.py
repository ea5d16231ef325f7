"""MoveState: which session somebody wants to move, and their answers to what was proposed; the domain does it."""

from typing import Any

import reflex as rx

from peerlearn.domain import bookings
from peerlearn.domain.bookings import MoveTerms
from peerlearn.kit import ids
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

PROPOSED = "{name} has been asked. Until they agree, the old time stays."
ASKING = Pace(at_once=20, seconds_each=2)
PROPOSING = Pace(at_once=6, seconds_each=20)  # each is mailed to somebody else


class MoveState(rx.State):
    """The question to which other time a session shall move."""

    terms: MoveTerms | None = None
    problems: dict[str, str] = {}
    form_key: str = ""

    _booking_id: int = 0

    @rx.var
    def asking(self) -> bool:
        """Whether the question is open."""
        return self.terms is not None

    @action(needs=Needs.SIGNED_IN, pace=ASKING)
    async def ask(self, booking_id: int):
        """One of the two wants another time: ask for it, and say what it means."""
        self.terms = await read(bookings.move_terms, booking_id, by=await signed_in(self))
        self._booking_id, self.problems, self.form_key = booking_id, {}, ids.short_id()

    @action(needs=Needs.SIGNED_IN)
    async def close(self):
        """Leave it at its time."""
        self.terms = None

    @action(needs=Needs.SIGNED_IN, pace=PROPOSING, once=True)
    async def propose(self, form: dict[str, Any]):
        """Ask the other one; what is wrong stands beside the field, and what was typed stays."""
        viewer = await signed_in(self)
        asked = self.terms
        if asked is None:
            return
        self.problems = {}
        await act(bookings.propose_time, self._booking_id, str(form.get("starts_at", "")), by=viewer)
        self.terms = None
        await say(self, PROPOSED.format(name=asked.other_name), tone="good")

    @action(needs=Needs.SIGNED_IN, once=True)
    async def accept(self, proposal_id: int):
        """Agree: the session moves."""
        await act(bookings.accept_time, proposal_id, by=await signed_in(self))

    @action(needs=Needs.SIGNED_IN, once=True)
    async def keep(self, proposal_id: int):
        """Rather keep the old time."""
        await act(bookings.keep_time, proposal_id, by=await signed_in(self))

    @action(needs=Needs.SIGNED_IN, once=True)
    async def take_back(self, proposal_id: int):
        """No longer ask."""
        await act(bookings.take_time_back, proposal_id, by=await signed_in(self))
