"""LearnerDashboardState: the sessions to book, those booked, and the booking in progress."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import reflex as rx

from peerlearn.domain import bookings, discovery, lessons, packages, payments
from peerlearn.domain.bookings import HeldCard, OfferingCard
from peerlearn.domain.packages import OfferCard
from peerlearn.kit import clock
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import act, call, read, read_shared
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.frames.checkout import OpenOrder, failed_words
from peerlearn.ui.frames.ledger.state import LedgerState
from peerlearn.ui.frames.moving.news import news_of
from peerlearn.ui.frames.own_sessions import OwnSessionsState
from peerlearn.ui.frames.packages.owned_state import OwnedState
from peerlearn.ui.frames.payouts.state import PayoutState
from peerlearn.ui.pace import Pace
from peerlearn.ui.pages.learner_dashboard.compensation_state import CompensationState
from peerlearn.ui.pages.learner_dashboard.payments_state import PaymentsState
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.booked_card import BookedCard, booked_cards
from peerlearn.ui.widgets.booking_words import OWN_DOING

UPCOMING = "Upcoming"
BOOKED_BY_CREDIT = "Booked from your package. Your mentor has been asked."
PAID = "Payment received. Your mentor has been asked."
NOT_CHARGED = "You were not charged. The session is free again."
TIME_IS_UP = (
    "The time to pay for “{title}” is over, and others can book it again. "
    "Money that still arrives buys it while it is free, or goes back to you."
)

BOOKING = Pace(at_once=20, seconds_each=3)  # each holds a session for a while and asks the gateway


class LearnerDashboardState(rx.State):
    """What a learner sees on arriving."""

    ready: bool = False
    offerings: list[OfferingCard] = []
    held: list[HeldCard] = []  # kept while they pay; at the end those whose time has just run out
    booked: list[BookedCard] = []
    completed: int = 0
    covered: str = ""  # of the topics of finished sessions, such as "3 of 5"; empty before the first
    needing_work: int = 0
    rung: bool = False
    chosen: OfferingCard | None = None
    packages: list[OfferCard] = []  # on sale, for the chosen session
    credits: dict[int, int] = {}  # how many sessions a package has left, by the session that it books
    order: OpenOrder = OpenOrder()
    paying: bool = False

    _booking_id: int = 0  # what is being paid for
    _paying_for: str = ""
    _failures: int = 0  # of the payment window that is open
    _came_for: int = 0  # the session that the address named: its pop-up opens once, however often the page connects

    @rx.var
    def nothing_offered(self) -> bool:
        """Whether there is no session to book right now."""
        return not self.offerings

    @rx.var
    def coming(self) -> int:
        """How many sessions are confirmed and ahead: the number on the bell."""
        return sum(card.status == "confirmed" for card in self.booked)

    @rx.var
    def coming_words(self) -> str:
        """The same as it stands beside their place."""
        return f"{self.coming} {UPCOMING}" if self.coming else ""

    @rx.var
    def nothing_booked(self) -> bool:
        """Whether this learner has no session ahead."""
        return not (self.booked or self.held)

    @rx.var
    def chosen_hold(self) -> HeldCard | None:
        """How long what the pop-up shows is kept already, if it is."""
        shown = self.chosen.offering_id if self.chosen is not None else 0
        return next((card for card in self.held if card.offering_id == shown and not card.over), None)

    @rx.var
    def choosing(self) -> bool:
        """Whether the booking pop-up is open."""
        return self.chosen is not None

    @rx.var
    def credits_for_chosen(self) -> int:
        """How many sessions a package that books the chosen one has left."""
        return self.credits.get(self.chosen.offering_id, 0) if self.chosen else 0

    @action(needs=Needs.LEARNER)
    async def open_page(self):
        """Show everything, and keep it current."""
        viewer = await signed_in(self)
        await show_viewer(self)
        offerings, everything = LearnerDashboardState.reread_offerings, LearnerDashboardState.reread
        parts = (PaymentsState, OwnedState, OwnSessionsState, LedgerState)
        rereads = (everything, *(part.reread for part in (*parts, CompensationState, PayoutState)))
        account = live.each(*(live.reread(each) for each in rereads))
        topics = {"offerings": live.reread(offerings), f"account:{viewer.user_id}": account}
        live.watch(self, topics)
        self.rung = False
        await self._show()
        asked_for = discovery.session_number(self.router.url.query_parameters.get("book", ""))
        if asked_for not in (None, self._came_for):  # Book was pressed elsewhere, perhaps before signing in
            self._came_for = asked_for
            await self._choose(asked_for)

    @action(needs=Needs.LEARNER)
    async def reread_offerings(self):
        """Show what can be booked as it is now."""
        await self._show_offerings()

    @action(needs=Needs.LEARNER)
    async def reread(self):
        """Show things as they are now; say so when an answer came, or a booking ended by itself."""
        pictured = list(self.booked)
        before = {card.booking_id: card.status for card in pictured}
        knew_nothing = not self.ready  # a state that was forgotten meanwhile: nothing in it is news
        were_coming = self.coming
        await self._show()
        moves = [] if knew_nothing else news_of(pictured, self.booked)
        self.rung = not knew_nothing and (self.coming > were_coming or any(news.asks for news in moves))
        for news in moves:
            await say(self, news.words, tone=news.tone)
        for card in [] if knew_nothing else self.booked:
            if card.status not in (before.get(card.booking_id), "pending"):
                tone = "plain" if card.cancel_reason in OWN_DOING else "error"
                words = f"{card.title}: {card.status_text}. {card.status_more}".strip()
                await say(self, words, tone="good" if card.status == "confirmed" else tone)
        if self._booking_id and (await read(bookings.hold_of, self._booking_id)).over:
            self._booking_id = 0
            await say(self, TIME_IS_UP.format(title=self._paying_for), tone="error")

    @action(needs=Needs.LEARNER)
    async def choose(self, offering_id: int):
        """Open the booking pop-up of one session."""
        await self._choose(offering_id)

    @action(needs=Needs.LEARNER)
    async def close(self):
        """Close the pop-up without booking."""
        self.chosen = None

    @action(needs=Needs.LEARNER, pace=BOOKING, once=True)
    async def confirm(self):
        """Hold the session, open an order at the gateway, and its payment window."""
        viewer = await signed_in(self)
        if self.chosen is None:
            return
        self.paying = True
        yield
        try:
            self._booking_id = await act(bookings.hold, self.chosen.offering_id, by=viewer)
            self._paying_for = self.chosen.title
            hold = await read(bookings.hold_of, self._booking_id)
            order = await call(payments.open_order, self._booking_id, by=viewer)
            self.order, self._failures = OpenOrder.of(order, seconds=hold.seconds_left), 0
        except Refusal as no:
            await say(self, no.message, tone="error")
        finally:
            self.paying, self.chosen = False, None

    @action(needs=Needs.LEARNER, pace=BOOKING, once=True)
    async def use_credit(self, offering_id: int):
        """Book a session from a package, without paying again."""
        viewer = await signed_in(self)
        number = discovery.session_number(str(offering_id))
        credit = await read(packages.credit_for, number, by=viewer) if number else None
        if credit is None:
            raise payments.NoCreditLeft()
        await act(packages.use, credit.purchase_id, offering_id, by=viewer)
        self.chosen = None
        await self._show()
        await say(self, BOOKED_BY_CREDIT, tone="good")

    @action(needs=Needs.LEARNER)
    async def let_go(self, booking_id: int):
        """Rather not pay: the session is free at once."""
        await act(bookings.give_up, booking_id, by=await signed_in(self))
        await self._show()
        await say(self, NOT_CHARGED)

    @action(needs=Needs.LEARNER)
    async def forget_hold(self, booking_id: int):
        """No longer show what was not paid in time."""
        self.held = [card for card in self.held if card.booking_id != booking_id or not card.over]

    @action(needs=Needs.LEARNER)
    async def paid(self, order_id: str, payment_id: str, signature: str):
        """The payment window says it was paid; believed only after our own check with the gateway."""
        viewer = await signed_in(self)
        await call(payments.confirm, str(order_id), str(payment_id), str(signature), by=viewer)
        self.order, self._booking_id = OpenOrder(), 0
        await self._show()
        await say(self, PAID, tone="good")

    @action(needs=Needs.LEARNER)
    async def payment_failed(self, why: str):
        """One attempt failed; the window stays open for another, and for other methods."""
        self._failures += 1
        await say(self, failed_words(self._failures, str(why)), tone="error")

    @action(needs=Needs.LEARNER)
    async def payment_dismissed(self):
        """The window was closed without paying, by hand or when the time was up: free the session at once."""
        viewer = await signed_in(self)
        left, self.order, self._booking_id = self._booking_id, OpenOrder(), 0
        if left:
            over = (await read(bookings.hold_of, left)).over
            await act(bookings.give_up, left, by=viewer)
            await say(self, TIME_IS_UP.format(title=self._paying_for) if over else NOT_CHARGED)

    async def _choose(self, offering_id: int) -> None:
        self.chosen = next((card for card in self.offerings if card.offering_id == offering_id), None)
        if self.chosen is None and discovery.session_number(str(offering_id)):  # the list holds only the first ones
            self.chosen = await read(bookings.bookable_offering, offering_id, viewer=await signed_in(self))
        if self.chosen is None:
            await say(self, bookings.SlotTaken.message, tone="error")
            return
        self.packages = await read(packages.for_session, self.chosen.offering_id)
        self.credits |= await read(packages.credits_for, [self.chosen.offering_id], by=await signed_in(self))

    async def _show(self) -> None:
        await self._show_offerings()
        viewer = await signed_in(self)
        self.booked = await read(booked_cards, viewer)
        self.held = after_holds(self.held, await read(bookings.held_by, viewer), self.booked, clock.now())
        self.completed = await read(bookings.completed_of, viewer)
        progress = await read(lessons.progress_of, viewer)
        self.covered = f"{progress.covered} of {progress.planned}" if progress.planned else ""
        self.needing_work = progress.needing_work
        self.ready = True

    async def _show_offerings(self) -> None:
        """Everybody's list, from one read for all; only who holds a session just now needs their own."""
        viewer = await signed_in(self)
        if viewer.user_id in await read_shared(bookings.holders):
            self.offerings = await read(bookings.bookable_offerings, viewer=viewer)
        else:
            self.offerings = await read_shared(bookings.bookable_offerings)
        shown = [card.offering_id for card in self.offerings]
        self.credits = await read(packages.credits_for, shown, by=viewer)


def after_holds(
    before: Sequence[HeldCard], held: Sequence[HeldCard], booked: Sequence[BookedCard], now: datetime
) -> list[HeldCard]:
    """What is held, and of what was held before, what nobody paid in time and that is not there again otherwise."""
    there = {card.offering_id for card in (*held, *booked)}
    run_out = (card for card in before if card.offering_id not in there and datetime.fromisoformat(card.ends_at) <= now)
    return [*held, *(replace(card, seconds_left=0, over=True) for card in run_out)]
