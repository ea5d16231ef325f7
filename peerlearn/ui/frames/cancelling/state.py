"""CancelState: which session is to be cancelled, and what that means; the answer is done by the domain."""

import reflex as rx

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import CancelTerms
from peerlearn.kit.money import Money
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

CANCELLED = "Cancelled."
ASKING = Pace(at_once=20, seconds_each=2)
NOBODY_ASKED = 0


class CancelState(rx.State):
    """The question before a session is cancelled."""

    terms: CancelTerms | None = None

    _booking_id: int = NOBODY_ASKED
    _offering_id: int = NOBODY_ASKED

    @rx.var
    def asking(self) -> bool:
        """Whether the question is open."""
        return self.terms is not None

    @action(needs=Needs.LEARNER, pace=ASKING)
    async def ask(self, booking_id: int):
        """A learner wants to cancel: say what happens with the money."""
        terms = await read(bookings.terms_of, booking_id, by=await signed_in(self))
        self._booking_id, self._offering_id, self.terms = booking_id, NOBODY_ASKED, terms

    @action(needs=Needs.MENTOR, pace=ASKING)
    async def ask_to_call_off(self, offering_id: int):
        """A mentor wants to call a session off: say who is told, and what they get."""
        terms = await read(bookings.call_off_terms, offering_id, by=await signed_in(self))
        self._booking_id, self._offering_id, self.terms = NOBODY_ASKED, offering_id, terms

    @action(needs=Needs.SIGNED_IN)
    async def close(self):
        """Keep the session."""
        self.terms = None

    @action(needs=Needs.SIGNED_IN, once=True)
    async def confirm(self):
        """Cancel, on the terms that were shown; where they have changed the new ones are shown instead."""
        viewer = await signed_in(self)
        shown, self.terms = self.terms, None
        if shown is None:
            return
        try:
            if self._offering_id:
                await act(bookings.call_off, self._offering_id, fee=Money(shown.fee_paise), by=viewer)
                await say(self, CANCELLED)
            else:
                await act(bookings.cancel_booking, self._booking_id, back=Money(shown.back_paise), by=viewer)
        except bookings.TermsChanged:
            self.terms = await self._terms_now(viewer)
            raise

    async def _terms_now(self, viewer: Viewer) -> CancelTerms:
        if self._offering_id:
            return await read(bookings.call_off_terms, self._offering_id, by=viewer)
        return await read(bookings.terms_of, self._booking_id, by=viewer)
