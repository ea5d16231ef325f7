"""GiveBackState: which payment an admin is about to refund, what that means, and the deed."""

from typing import Any

import reflex as rx

from peerlearn.domain import bookings, packages
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.bookings import RefundTerms
from peerlearn.domain.payments import PaymentKind
from peerlearn.kit import ids
from peerlearn.kit.money import Money
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

ASKING = Pace(at_once=20, seconds_each=2)
ON_ITS_WAY = "The money is on its way back, and both people are told."
IN_PACKAGE = "The session is back in the package, and both people are told."


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
    async def ask(self, payment_id: int, kind: str):
        """Say what it means to give this payment back."""
        self.terms = await _terms(payment_id, kind, await signed_in(self))
        self.form_key, self.problems = ids.short_id(), {}

    @action(needs=Needs.ADMIN)
    async def close(self):
        """Leave it as it is."""
        self.terms, self.problems = None, {}

    @action(needs=Needs.FRESH_ADMIN, once=True)
    async def give_back(self, form: dict[str, Any]):
        """Do it, for the reason that was written."""
        self.problems = {}
        terms, reason, by = self.terms, str(form.get("reason", "")), await signed_in(self)
        if terms is None:
            return
        if terms.kind != PaymentKind.PACKAGE:
            await act(bookings.refund_by_admin, terms.payment_id, reason, by=by)
        else:
            await self._end_package(terms, reason, by)
        self.terms = None
        await say(self, IN_PACKAGE if terms.by_credit else ON_ITS_WAY, tone="good")

    async def _end_package(self, terms: RefundTerms, reason: str, by: Viewer) -> None:
        try:
            await act(packages.refund_by_admin, terms.payment_id, reason, back=Money(terms.total_paise), by=by)
        except packages.LeftChanged:
            self.terms = await _terms(terms.payment_id, terms.kind, by)
            raise


async def _terms(payment_id: int, kind: str, by: Viewer) -> RefundTerms:
    ask = packages.refund_terms if kind == PaymentKind.PACKAGE else bookings.refund_terms
    return await read(ask, payment_id, by=by)
