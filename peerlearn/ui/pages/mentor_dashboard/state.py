"""MentorDashboardState: requests, coming sessions, earnings, and the form that publishes a session."""

from typing import Any

import reflex as rx

from peerlearn.domain import accounts, bookings, catalog, gifts, payments
from peerlearn.domain.bookings import CancelReason, RequestCard
from peerlearn.domain.catalog import NewOffering, OwnOfferingCard
from peerlearn.kit import ids
from peerlearn.kit.work import act, read
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.frames.dashboard import MENTOR_PLACES
from peerlearn.ui.frames.ledger.state import LedgerState
from peerlearn.ui.frames.moving.news import news_of, waiting_in
from peerlearn.ui.frames.new_earnings import news_of_earnings
from peerlearn.ui.frames.own_sessions import OwnSessionsState
from peerlearn.ui.frames.payouts.state import PayoutState
from peerlearn.ui.pace import Pace
from peerlearn.ui.pages.mentor_dashboard.packages_state import PackagesState
from peerlearn.ui.pages.mentor_dashboard.statement_state import StatementState
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import signed_in
from peerlearn.ui.widgets.booked_card import BookedCard, booked_cards
from peerlearn.ui.widgets.booking_words import FOR_MENTORS, MENTORS_DOING

PENDING = "Pending"
PUBLISHED = "Session live! Promote it!"
NEW_REQUEST = "New booking request!"
NEW_GIFT = "{name} sent you a gift of {amount}. {share} of it are yours."

PUBLISHING = Pace(at_once=40, seconds_each=1)  # each is told to every open page


class MentorDashboardState(rx.State):
    """What a mentor sees on arriving."""

    ready: bool = False
    unknown: bool = False  # nothing yet by which learners could know this mentor
    requests: list[RequestCard] = []
    upcoming: list[BookedCard] = []
    published: list[OwnOfferingCard] = []
    available: str = ""
    held: str = ""
    completed: int = 0
    rung: bool = False
    new_earnings: str = ""  # what came since they were at Earnings last; empty where nothing did
    problems: dict[str, str] = {}
    form_key: str = ""

    _gifts: list[int] = []  # the latest that this page knows

    @rx.var
    def waiting(self) -> int:
        """How many wait for an answer: the number on the bell."""
        return len(self.requests) + waiting_in(self.upcoming)

    @rx.var
    def pending(self) -> str:
        """The requests among them, as they stand beside their place."""
        return f"{len(self.requests)} {PENDING}" if self.requests else ""

    @rx.var
    def no_requests(self) -> bool:
        """Whether nobody waits for an answer."""
        return not self.requests

    @rx.var
    def nothing_upcoming(self) -> bool:
        """Whether no confirmed session is ahead."""
        return not self.upcoming

    @rx.var
    def nothing_published(self) -> bool:
        """Whether this mentor offers nothing from now on."""
        return not self.published

    @action(needs=Needs.MENTOR)
    async def open_page(self):
        """Show everything, and keep it current."""
        viewer = await signed_in(self)
        await show_viewer(self)
        self.form_key, self.rung = self.form_key or ids.short_id(), False
        parts = (PayoutState, StatementState, PackagesState, OwnSessionsState, LedgerState)
        rereads = (MentorDashboardState.reread, *(part.reread for part in parts))
        live.watch(self, {f"account:{viewer.user_id}": live.each(*(live.reread(each) for each in rereads))})
        await self._show()

    @action(needs=Needs.MENTOR)
    async def reread(self):
        """Show things as they are now; say so when somebody asks."""
        given = set(self._gifts)
        known, pictured = {card.booking_id for card in self.requests}, list(self.upcoming)
        coming = {card.booking_id: card.title for card in (*self.upcoming, *self.requests)}
        viewer = await signed_in(self)
        knew_nothing = not self.ready  # a state that was forgotten meanwhile: nothing in it is news
        await self._show()
        self.rung = not knew_nothing and any(card.booking_id not in known for card in self.requests)
        if self.rung:
            await say(self, NEW_REQUEST, tone="good")
        for news in [] if knew_nothing else news_of(pictured, self.upcoming):
            self.rung = self.rung or news.asks
            await say(self, news.words, tone=news.tone)
        fresh = not knew_nothing and set(self._gifts) - given
        for gift in await read(gifts.latest_for, viewer.user_id) if fresh else ():
            if gift.gift_id not in given:
                self.rung = True
                words = NEW_GIFT.format(name=gift.from_name, amount=gift.amount, share=gift.mentor_share)
                await say(self, words, tone="good")
        gone = set(coming) - {card.booking_id for card in (*self.upcoming, *self.requests)}
        for booking_id, reason in (await read(bookings.cancelled_as, gone)).items() if gone else ():
            if reason not in MENTORS_DOING:
                await say(self, f"{coming[booking_id]}: {FOR_MENTORS[CancelReason(reason)]}")

    @action(needs=Needs.MENTOR, once=True)
    async def accept(self, booking_id: int):
        """Say yes to a request."""
        await act(bookings.accept, booking_id, by=await signed_in(self))
        await self._show()

    @action(needs=Needs.MENTOR, once=True)
    async def reject(self, booking_id: int):
        """Say no; the learner's money goes back by itself."""
        await act(bookings.reject, booking_id, by=await signed_in(self))
        await self._show()
        await say(self, "Declined. The learner gets the full amount back.")

    @action(needs=Needs.MENTOR, pace=PUBLISHING, once=True)
    async def publish(self, form: dict[str, Any]):
        """Publish a session; problems are shown beside their fields and nothing typed is lost."""
        self.problems = {}
        wanted = NewOffering(
            title=str(form.get("title", "")),
            description=str(form.get("description", "")),
            topics=str(form.get("topics", "")).split(","),
            price=str(form.get("price", "")),
            starts_at=str(form.get("starts_at", "")),
            duration_minutes=str(form.get("duration", "")),
        )
        await act(catalog.publish, wanted, by=await signed_in(self))
        self.form_key = ids.short_id()
        await self._show()
        await say(self, PUBLISHED, tone="good")

    async def _show(self) -> None:
        viewer = await signed_in(self)
        known_as = await read(accounts.own_profile, viewer)
        self.unknown = not (known_as.bio or known_as.video)
        self.requests = await read(bookings.requests_for, viewer.user_id)
        self.upcoming = await read(booked_cards, viewer)
        self.published = await read(catalog.of_mentor, viewer.user_id)
        earnings = await read(payments.earnings_of, viewer.user_id)
        self.available, self.held = str(earnings.available), str(earnings.held)
        self.completed = await read(bookings.completed_of, viewer)
        self.new_earnings = await news_of_earnings(self, MENTOR_PLACES[3])
        self._gifts = [gift.gift_id for gift in await read(gifts.latest_for, viewer.user_id)]
        self.ready = True
