"""AdminState: the figures of the whole site, as they are now."""

import reflex as rx

from peerlearn.domain import accounts, bookings, catalog, payments, payouts, settlements, verification
from peerlearn.kit import jobs
from peerlearn.kit.work import read
from peerlearn.ui import live
from peerlearn.ui.action import Needs, action
from peerlearn.ui.frames.dashboard import ADMIN_PLACES
from peerlearn.ui.frames.ledger.state import LedgerState
from peerlearn.ui.frames.new_earnings import news_of_earnings
from peerlearn.ui.frames.payouts.state import PayoutState
from peerlearn.ui.pages.admin.disputes_state import AdminDisputesState
from peerlearn.ui.pages.admin.failed_work_state import FailedWorkState
from peerlearn.ui.pages.admin.payments_state import AdminPaymentsState
from peerlearn.ui.pages.admin.refunds_state import AdminRefundsState
from peerlearn.ui.pages.admin.withdrawals_state import AdminWithdrawalsState
from peerlearn.ui.shell import show_viewer
from peerlearn.ui.viewer import signed_in

TOPICS = (accounts.MENTORS_TOPIC, catalog.TOPIC, verification.TOPIC)


class AdminState(rx.State):
    """What an admin sees on arriving."""

    ready: bool = False
    learners: int = 0
    mentors: int = 0
    admins: int = 0
    to_come: int = 0
    waiting: int = 0
    confirmed: int = 0
    completed: int = 0
    captured: str = ""
    kept_by_us: str = ""
    kept_by_gateway: str = ""
    disputed: str = ""
    lost: str = ""
    owed_to_mentors: str = ""
    refunded: str = ""
    with_gateway: str = ""
    settled: str = ""
    failed_for_good: int = 0
    unreported: int = 0  # payments that came while the gateway reported nothing; none while it does
    last_report: str = ""  # ISO 8601 in UTC; empty where there never was one
    checked_at: str = ""  # ISO 8601 in UTC; empty before the first look
    findings: list[str] = []
    more_findings: int = 0
    compared_at: str = ""  # ISO 8601 in UTC; empty before the gateway's books were read
    rung: bool = False
    new_profit: str = ""  # what came since this admin was at Payments last; empty where nothing did

    @action(needs=Needs.ADMIN)
    async def open_page(self):
        """Show everything, and keep it current."""
        await show_viewer(self)
        again = live.reread(AdminState.reread)
        profit = live.each(live.reread(PayoutState.reread), live.reread(LedgerState.reread))
        queue = live.reread(AdminWithdrawalsState.reread)
        refunds = live.each(again, live.reread(AdminRefundsState.reread))
        disputes = live.reread(AdminDisputesState.reread)
        paid = live.each(again, profit, disputes, live.reread(AdminPaymentsState.reread))
        failed = live.each(again, live.reread(FailedWorkState.reread))
        moved = {
            jobs.GIVEN_UP_TOPIC: failed,
            payouts.TOPIC: live.each(again, profit, queue),
            payments.FAILED_TOPIC: refunds,
            payments.TOPIC: paid,
        }
        own = f"account:{(await signed_in(self)).user_id}"
        live.watch(self, {**dict.fromkeys((*TOPICS, own), again), **moved})
        self.rung = False
        await self._show()

    @action(needs=Needs.ADMIN)
    async def reread(self):
        """Show things as they are now."""
        knew_nothing, before = not self.ready, self.failed_for_good
        await self._show()
        self.rung = not knew_nothing and self.failed_for_good > before

    async def _show(self) -> None:
        people = await read(accounts.head_count)
        self.learners, self.mentors, self.admins = people.learners, people.mentors, people.admins
        sessions = await read(bookings.tally)
        self.to_come, self.waiting = sessions.to_come, sessions.waiting
        self.confirmed, self.completed = sessions.confirmed, sessions.completed
        money = await read(payments.books)
        self.captured, self.refunded = str(money.captured), str(money.refunded)
        self.kept_by_us, self.owed_to_mentors = str(await read(payments.profit)), str(money.mentor)
        self.kept_by_gateway = str(money.kept_by_gateway)
        self.disputed, self.lost = str(money.disputed), str(money.lost)
        self.with_gateway, self.settled = str(money.with_gateway), str(money.settled)
        self.new_profit = await news_of_earnings(self, ADMIN_PLACES[2])
        self.failed_for_good = await read(jobs.failed_for_good)
        silent = await read(payments.silence)
        self.unreported = silent.payments if silent else 0
        self.last_report = silent.since if silent else ""
        look = await read(verification.last_look)
        if look is not None:
            self.checked_at, self.findings = look.at.isoformat(), look.lines
            self.more_findings = look.count - len(look.lines)
        compared = await read(settlements.last_compared)
        self.compared_at = compared.isoformat() if compared else ""
        self.ready = True
