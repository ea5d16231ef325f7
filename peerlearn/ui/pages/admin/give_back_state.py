"""GiveBackState: which payment an admin is about to refund, what that means, and the deed."""

from typing import Any

import reflex as rx

from peerlearn.domain import bookings
from peerlearn.domain.bookings import RefundTerms
from peerlearn.kit import ids
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

ASKING = Pace(at_once=20, seconds_each=2)
ON_ITS_WAY = "The money is on its way back, and both people are told."


class GiveBackState(rx.State):
    """The question before a payment is refunded."""

    terms: RefundTerms | None = None
    form_key: str = ""
    problems: dict[str, str] = {}

    @rx.var
    def asking(self) -> bool:
        """Whether the question is open."""
        return self.terms is not None

    @action(needs=Needs.ADMIN, pace=ASKING)
    async def ask(self, payment_id: int):
        """Say what it means to give this payment back."""
        self.terms = await read(bookings.refund_terms, payment_id, by=await signed_in(self))
        self.form_key, self.problems = ids.short_id(), {}

    @action(needs=Needs.ADMIN)
    async def close(self):
        """Leave it as it is."""
        self.terms, self.problems = None, {}

    @action(needs=Needs.FRESH_ADMIN, once=True)
    async def give_back(self, form: dict[str, Any]):
        """Do it, for the reason that was written."""
        self.problems = {}
        if self.terms is None:
            return
        reason = str(form.get("reason", ""))
        await act(bookings.refund_by_admin, self.terms.payment_id, reason, by=await signed_in(self))
        self.terms = None
        await say(self, ON_ITS_WAY, tone="good")
