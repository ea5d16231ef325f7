"""What mentors who called off late gave a learner: how much there is, for which session, and the way to withdraw it."""

import reflex as rx

from peerlearn.domain.bookings import CompensationCard
from peerlearn.ui import theme
from peerlearn.ui.frames.payouts.panel import payout_panel, withdrawal_row
from peerlearn.ui.frames.payouts.state import PayoutState
from peerlearn.ui.pages.learner_dashboard.compensation_state import CompensationState
from peerlearn.ui.widgets.local_time import local_time

TITLE, AVAILABLE = "Compensation", "Yours to withdraw"
WHY = "Your mentor cancelled late, and paid you what you would have lost by cancelling that late yourself."
WAITS = " more can be withdrawn as soon as your mentor has earned it. That happens by itself."
FROM, WITHDRAWALS = "From ", "Withdrawn"


def compensation() -> rx.Component:
    """Nothing while there is none."""
    rows = rx.el.ul(rx.foreach(CompensationState.rows, _row), class_name="flex list-none flex-col divide-y divide-line")
    withdrawn = rx.fragment(
        rx.el.h3(WITHDRAWALS, class_name=theme.SUBTITLE + " border-t border-line pt-4"),
        rx.el.ul(
            rx.foreach(PayoutState.withdrawals, withdrawal_row),
            class_name="flex list-none flex-col divide-y divide-line",
        ),
    )
    return rx.cond(
        CompensationState.rows.length() > 0,
        rx.el.section(
            rx.el.h2(TITLE, class_name=theme.TITLE),
            payout_panel(AVAILABLE, as_admin=False),
            rx.el.div(
                rx.el.p(WHY, class_name=theme.QUIET),
                rx.cond(
                    CompensationState.waits != "",
                    rx.el.p(
                        rx.el.strong(CompensationState.waits, class_name="font-medium text-ink tabular-nums"),
                        WAITS,
                        id="compensation-waits",
                    ),
                ),
                rows,
                rx.cond(PayoutState.withdrawals.length() > 0, withdrawn),
                class_name=theme.PANEL + " flex flex-col gap-4",
            ),
            id="compensation",
            class_name="flex flex-col gap-4",
        ),
    )


def _row(card: rx.vars.ObjectVar[CompensationCard]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(card.title, class_name="block font-medium text-ink break-words"),
            rx.el.span(FROM, card.mentor_name, class_name="block break-words " + theme.QUIET),
            local_time(moment=card.at, class_name="block " + theme.QUIET),
            class_name="min-w-0 grow",
        ),
        rx.el.span(card.amount, class_name="font-medium text-ink tabular-nums"),
        class_name="flex items-center gap-4 py-3 first:pt-0 last:pb-0",
        custom_attrs={"data-compensation": card.movement_id.to_string()},
    )
