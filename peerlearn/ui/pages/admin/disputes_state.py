"""AdminDisputesState: the payments that banks question, and what the lesson of one left behind."""

import reflex as rx

from peerlearn.domain import lessons, payments, social
from peerlearn.domain.lessons import Evidence
from peerlearn.domain.payments import DisputeCard
from peerlearn.domain.social import FeedbackCard
from peerlearn.kit.work import read
from peerlearn.ui.action import Needs, action
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.list_states import Listing

MOST_SHOWN = 100
LOOKING = Pace(at_once=20, seconds_each=2)


class AdminDisputesState(rx.State):
    """What an admin sees of disputes; those that wait for an answer come first."""

    cards: list[DisputeCard] = []
    listing: str = Listing.LOADING
    evidence: Evidence | None = None
    feedback: list[FeedbackCard] = []

    @rx.var
    def looking(self) -> bool:
        """Whether a lesson is open."""
        return self.evidence is not None

    @action(needs=Needs.ADMIN)
    async def open_page(self):
        """Show them all."""
        self.evidence, self.feedback = None, []
        await self._show()

    @action(needs=Needs.ADMIN)
    async def reread(self):
        """Show things as they are now."""
        await self._show()

    @action(needs=Needs.ADMIN, pace=LOOKING)
    async def look_at(self, booking_id: int):
        """Show what the lesson of a booking left behind."""
        evidence = await read(lessons.evidence_of, booking_id, by=await signed_in(self))
        self.evidence, self.feedback = evidence, await read(social.feedback_of, booking_id)

    @action(needs=Needs.ADMIN)
    async def close(self):
        """Back to the list."""
        self.evidence, self.feedback = None, []

    async def _show(self) -> None:
        self.cards = await read(payments.every_dispute, most=MOST_SHOWN)
        self.listing = Listing.of(self.cards)
