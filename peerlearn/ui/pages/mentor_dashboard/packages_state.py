"""PackagesState: what a mentor offers as packages, and who has sessions of them left."""

from typing import Any

import reflex as rx

from peerlearn.domain import packages
from peerlearn.domain.packages import BoughtCard, NewPackage, OfferCard
from peerlearn.kit import ids
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import act, read
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

FIELDS = ("sessions", "usual_price", "price")
ON_SALE = "On sale: learners see it on your page and when they book."
WITHDRAWN = "No longer on sale. What was bought stays valid."
OFFERING = Pace(at_once=20, seconds_each=2)  # each is told to every page that shows mentors
TYPING = Pace(at_once=60, seconds_each=0.2)


class PackagesState(rx.State):
    """A mentor's packages."""

    on_sale: list[OfferCard] = []
    sold: list[BoughtCard] = []
    problems: dict[str, str] = {}
    form_key: str = ""
    comes_to: str = ""  # what the numbers typed so far mean, while they mean anything

    _typing: dict[str, str] = {}

    @action(needs=Needs.MENTOR)
    async def open_page(self):
        """Show them."""
        self.form_key = self.form_key or ids.short_id()
        await self._show()

    @action(needs=Needs.MENTOR)
    async def reread(self):
        """Show things as they are now."""
        await self._show()

    @action(needs=Needs.MENTOR, pace=TYPING)
    async def consider(self, field: str, typed: str):
        """Say what it comes to while somebody types; a wrong number is named when they want to offer it."""
        if field in FIELDS:
            self._typing[field] = typed[:20]
        try:
            terms = packages.understood(_typed(self._typing))
        except Incomplete:
            self.comes_to = ""
            return
        self.comes_to = (
            f"{terms.sessions} sessions for {terms.all.price}. Learners save {terms.saving} and pay {terms.all.total} "
            f"with the service fee; you earn {terms.each.mentor} for each session when it is done."
        )

    @action(needs=Needs.MENTOR, pace=OFFERING, once=True)
    async def offer(self, form: dict[str, Any]):
        """Put a package on sale; problems are shown beside their fields and nothing typed is lost."""
        self.problems = {}
        await act(packages.offer, _typed(form), by=await signed_in(self))
        self.form_key, self.comes_to, self._typing = ids.short_id(), "", {}
        await self._show()
        await say(self, ON_SALE, tone="good")

    @action(needs=Needs.MENTOR, pace=OFFERING, once=True)
    async def withdraw(self, package_id: int):
        """Sell no more of it."""
        await act(packages.withdraw, package_id, by=await signed_in(self))
        await self._show()
        await say(self, WITHDRAWN)

    async def _show(self) -> None:
        viewer = await signed_in(self)
        self.on_sale = await read(packages.on_sale, viewer.user_id)
        self.sold = await read(packages.sold_by, viewer.user_id)


def _typed(form: dict[str, Any]) -> NewPackage:
    return NewPackage(*(str(form.get(name, "")) for name in FIELDS))
