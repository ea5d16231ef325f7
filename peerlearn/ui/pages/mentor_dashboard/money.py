"""A mentor's money: what was earned, movement by movement, and what was withdrawn."""

import reflex as rx

from peerlearn.domain.payments import Figure
from peerlearn.ui import theme
from peerlearn.ui.frames.ledger.dialog import TITLES, figure_button, ledger_dialog
from peerlearn.ui.frames.long_list import choice, titled, with_more
from peerlearn.ui.frames.payouts.panel import payout_panel, withdrawal_row
from peerlearn.ui.frames.payouts.state import PayoutState
from peerlearn.ui.pages.mentor_dashboard.statement_state import StatementState
from peerlearn.ui.shell import money_notice
from peerlearn.ui.widgets.list_states import empty_state, list_states
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.segmented import segmented
from peerlearn.ui.widgets.skeleton import skeleton_line

AVAILABLE, STATEMENT, WITHDRAWALS = "Available", "Movements", "Your withdrawals"
OLDER = "Show older"
STATEMENT_DOOR, WITHDRAWALS_DOOR = "/statement.csv", "/withdrawals.csv"
NO_MOVEMENT, NO_MOVEMENT_MORE = "Nothing here yet", "What you earn and withdraw is listed here, line by line."
NO_WITHDRAWAL, NO_WITHDRAWAL_MORE = "No withdrawal yet", "What you ask for shows here, with where it is."
STATE, FATES = "State", (("all", "All"), ("on_its_way", "On its way"), ("sent", "Sent"), ("back", "Available again"))
KINDS = (("all", "All"), ("earned", "Earned"), ("withdrawn", "Withdrawn"))
LINES = "Its lines in the ledger"


def earnings() -> tuple[rx.Component, ...]:
    """The figures, and each movement that they are made of."""
    return (_figures(), _statement())


def withdrawals() -> tuple[rx.Component, ...]:
    """The button, and every withdrawal with where it is."""
    rows = rx.el.ul(
        rx.foreach(PayoutState.withdrawals, withdrawal_row),
        class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
    )
    listed = with_more(rows, OLDER, PayoutState.more, PayoutState.show_older)
    empty = empty_state(NO_WITHDRAWAL, more=NO_WITHDRAWAL_MORE, drawing="quiet")
    return (
        payout_panel(AVAILABLE, as_admin=False),
        money_notice(),
        rx.el.section(
            titled(WITHDRAWALS, WITHDRAWALS_DOOR, fate=PayoutState.fate),
            choice(STATE, "withdrawals-fate", FATES, value=PayoutState.fate, on_change=PayoutState.pick_fate),
            list_states(PayoutState.listing, listed, empty=empty, on_retry=PayoutState.reread, loading=_loading()),
            id="withdrawals",
            class_name="flex flex-col gap-4",
        ),
    )


def _figures() -> rx.Component:
    figures = (
        (Figure.AVAILABLE, PayoutState.available),
        (Figure.HELD, PayoutState.held),
        (Figure.ON_ITS_WAY, PayoutState.on_its_way),
        (Figure.PAID_OUT, PayoutState.paid_out),
    )
    return rx.el.section(
        rx.el.dl(
            *(
                rx.el.div(
                    rx.el.dt(TITLES[which], class_name=theme.QUIET),
                    rx.el.dd(
                        figure_button(figure, which, "min-h-11"),
                        id=f"earnings-{which.replace('_', '-')}",
                        class_name="font-display font-bold text-3xl",
                    ),
                )
                for which, figure in figures
            ),
            class_name=theme.PANEL + " flex flex-wrap gap-x-10 gap-y-5",
        ),
        money_notice(),
        ledger_dialog(),
        class_name="flex flex-col gap-4",
    )


def _statement() -> rx.Component:
    rows = rx.el.ul(
        rx.foreach(StatementState.rows, _row),
        class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
    )
    listed = with_more(rows, OLDER, StatementState.more, StatementState.show_older)
    empty = empty_state(NO_MOVEMENT, more=NO_MOVEMENT_MORE, drawing="quiet")
    return rx.el.section(
        titled(STATEMENT, STATEMENT_DOOR, kind=StatementState.kind),
        segmented("Kind", KINDS, name="kind", value=StatementState.kind, on_change=StatementState.pick_kind),
        list_states(StatementState.listing, listed, empty=empty, on_retry=StatementState.reread, loading=_loading()),
        id="statement",
        class_name="flex flex-col gap-4",
    )


def _row(row: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.details(
            rx.el.summary(
                rx.el.span(
                    rx.el.span(row.words, class_name="block font-medium text-ink break-words"),
                    local_time(moment=row.at, class_name=theme.QUIET),
                    class_name="min-w-0 grow",
                ),
                rx.el.span(row.amount, class_name="font-medium text-ink tabular-nums whitespace-nowrap"),
                class_name="flex min-h-11 cursor-pointer items-center gap-4",
            ),
            rx.el.p(LINES, class_name=theme.QUIET + " pt-3"),
            rx.el.dl(rx.foreach(row.lines, _line), class_name="flex flex-col gap-1 pt-1 text-sm"),
        ),
        class_name="py-3 first:pt-0 last:pb-0",
        custom_attrs={"data-movement": row.movement_id.to_string()},
    )


def _line(line: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.dt(line.account),
        rx.el.dd(line.amount, class_name="tabular-nums"),
        class_name="flex justify-between gap-4",
    )


def _loading() -> rx.Component:
    return rx.el.div(skeleton_line("h-40 rounded-3xl"))
