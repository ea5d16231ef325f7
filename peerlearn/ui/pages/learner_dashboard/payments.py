"""What a learner paid: for which session, how it is made up, and what came back."""

import reflex as rx

from peerlearn.domain import receipts
from peerlearn.domain.payments import Figure
from peerlearn.ui import theme
from peerlearn.ui.frames.giving.dialog import gift_press
from peerlearn.ui.frames.ledger.dialog import TOGETHER, figure_button, ledger_dialog
from peerlearn.ui.frames.long_list import choice, export, with_more
from peerlearn.ui.pages.learner_dashboard.payments_state import ALL, PaymentRow, PaymentsState
from peerlearn.ui.widgets.list_states import empty_state, list_states
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.receipt_link import RECEIPT, receipt_link
from peerlearn.ui.widgets.skeleton import skeleton_line

PAID, OLDER = "paid", "Show older"
NOTHING, NOTHING_MORE = "You have not paid for anything yet.", "What you pay shows here, with what it was for."
PAYMENTS_DOOR = "/payments.csv"
NONE_FOUND = "No payment of yours is there."
SHOW = "Show"
WHERE = (
    (ALL, "All payments"),
    ("paid", "Paid"),
    ("going_back", "On its way back"),
    ("back", "Paid back"),
    ("not_paid", "Not paid"),
)
GIFT_FOR, SENT, PACKAGE = "Gift for ", "Sent", "Package of sessions"
STATUS_TEXT = {
    "pending": "Not paid yet",
    "failed": "Failed, nothing was charged",
    "authorized": "On its way",
    "captured": "Paid",
    "refunding": "On its way back",
    "refunded": "Paid back",
}
PRICE, GIFT, FEE, BACK = "Price", "Gift", "Service fee", "Paid back"
EXPECTED_BY = "Expected by"
ON_ITS_WAY, PART_ON_ITS_WAY, PART_BACK = "On its way back", "on its way back", "paid back"
STUCK, PART_STUCK = "Owed to you", "owed to you"
WRONG, WRONG_BACK = "Wrong amount, on its way back", "Wrong amount, paid back"
BANK_REFERENCE = "Bank's reference"
LINES = "Its lines in the ledger"
STATE, STATE_MORE, NO_STATE = "Your state", "It stands on the tax invoices of what you pay from now on.", "Not said"


def learner_payments() -> rx.Component:
    """The sum, and every payment that there was."""
    rows = rx.el.ul(
        rx.foreach(PaymentsState.rows, _payment),
        class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
    )
    return rx.el.section(
        rx.el.div(
            rx.cond(
                PaymentsState.spent != "",
                rx.el.p(
                    figure_button(PaymentsState.spent, Figure.SPENT, "min-h-11 font-medium"), " ", PAID, id="spent"
                ),
            ),
            rx.el.div(export(PAYMENTS_DOOR, where=PaymentsState.payments_shown), class_name="ml-auto"),
            class_name="flex flex-wrap items-center gap-3",
        ),
        choice(
            SHOW, "payments-where", WHERE, value=PaymentsState.payments_shown, on_change=PaymentsState.show_payments
        ),
        list_states(
            PaymentsState.listing,
            with_more(rows, OLDER, PaymentsState.more, PaymentsState.show_older),
            empty=rx.cond(
                PaymentsState.payments_shown != ALL,
                empty_state(NONE_FOUND, drawing="quiet"),
                empty_state(NOTHING, more=NOTHING_MORE, drawing="quiet"),
            ),
            on_retry=PaymentsState.open_page,
            loading=rx.el.div(skeleton_line("h-40 rounded-3xl")),
        ),
        rx.cond(PaymentsState.taxed, _state()),
        ledger_dialog(),
        id="payments",
        class_name="flex flex-col gap-4",
    )


def _state() -> rx.Component:
    """Where the learner is, for the tax in the service fee."""
    codes = sorted(receipts.STATES.items(), key=lambda one: one[1])
    return rx.el.div(
        rx.el.label(STATE, html_for="billing-state", class_name=theme.LABEL),
        rx.el.select(
            rx.el.option(NO_STATE, value=""),
            *(rx.el.option(name, value=code) for code, name in codes),
            id="billing-state",
            value=PaymentsState.state_code,
            on_change=PaymentsState.pick_state,
            class_name=theme.FIELD + " max-w-sm",
        ),
        rx.el.p(STATE_MORE, class_name=theme.QUIET),
        class_name="flex flex-col gap-1.5",
    )


def _payment(row: rx.vars.ObjectVar[PaymentRow]) -> rx.Component:
    card = row.card
    return rx.el.li(
        rx.el.details(
            rx.el.summary(
                rx.el.span(
                    rx.el.span(
                        rx.cond(card.kind == "gift", GIFT_FOR, ""),
                        rx.cond(card.kind == "package", PACKAGE, card.title),
                        class_name="block font-medium text-ink break-words",
                    ),
                    rx.el.span(card.mentor_name, class_name="block " + theme.QUIET),
                    local_time(moment=card.at, class_name="block " + theme.QUIET),
                    class_name="min-w-0 grow",
                ),
                rx.el.span(
                    rx.el.span(card.total, class_name="block font-medium text-ink tabular-nums"),
                    rx.el.span(_status(card), class_name="block " + theme.QUIET),
                    class_name="text-right",
                ),
                class_name="flex min-h-11 cursor-pointer items-center gap-4",
            ),
            rx.el.dl(
                _line(rx.cond(card.kind == "gift", GIFT, PRICE), card.price),
                _line(FEE, card.fee),
                rx.cond(
                    card.back != "",
                    _line(BACK, rx.fragment(card.back, " · ", local_time(moment=card.went_back_at))),
                ),
                rx.cond(card.wrong != "", _line(rx.cond(card.wrong_back, WRONG_BACK, WRONG), card.wrong)),
                rx.cond(card.references != "", _line(BANK_REFERENCE, card.references)),
                rx.cond(card.on_its_way != "", _line(rx.cond(card.stuck, STUCK, ON_ITS_WAY), card.on_its_way)),
                rx.cond(card.receipt != "", _line(RECEIPT, card.receipt)),
                class_name="mt-2 rounded-2xl bg-paper p-4",
            ),
            rx.cond(card.on_its_way != "", _when_it_arrives(card)),
            rx.cond(row.together != "", _lines(row)),
            rx.el.div(
                receipt_link(card.payment_id, card.receipt),
                rx.cond(row.room_id != "", gift_press(row.room_id, card.title)),
                class_name="mt-3 flex flex-wrap gap-3 empty:hidden",
            ),
        ),
        class_name="py-3",
        custom_attrs={"data-payment": card.payment_id.to_string()},
    )


def _lines(row: rx.vars.ObjectVar[PaymentRow]) -> rx.Component:
    """What the ledger says of it, and what that comes to: what stays paid."""
    return rx.el.div(
        rx.el.h3(LINES, class_name=theme.SUBTITLE),
        rx.el.dl(
            rx.foreach(row.lines, _ledger_line),
            rx.el.div(
                rx.el.dt(TOGETHER),
                rx.el.dd(row.together),
                class_name="flex justify-between gap-4 py-1 font-medium text-ink tabular-nums",
            ),
            class_name="text-sm",
            custom_attrs={"data-lines": ""},
        ),
        class_name="mt-3 flex flex-col gap-1",
    )


def _ledger_line(line: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.dt(line.words, " · ", local_time(moment=line.at), class_name="min-w-0 break-words text-quiet"),
        rx.el.dd(line.amount, class_name="shrink-0 tabular-nums text-ink"),
        class_name="flex justify-between gap-4 py-1",
    )


def _when_it_arrives(card: rx.Var) -> rx.Component:
    by = rx.fragment(" ", EXPECTED_BY, " ", local_time(moment=card.expected_by, look="day"), ".")
    return rx.el.p(card.arrives, rx.cond(card.expected_by != "", by), class_name="mt-2 " + theme.QUIET)


def _status(card: rx.Var) -> rx.Var:
    words = rx.match(card.status, *STATUS_TEXT.items(), card.status)
    words = rx.cond(card.stuck & (card.status == "refunding"), STUCK, words)
    going = card.on_its_way + " " + rx.cond(card.stuck, PART_STUCK, PART_ON_ITS_WAY)
    part = rx.cond(card.on_its_way != "", going, card.back + " " + PART_BACK)
    stays = rx.cond(card.kind == "gift", SENT, words)
    return rx.cond(card.status == "captured", rx.cond((card.on_its_way != "") | (card.back != ""), part, stays), words)


def _line(word: str | rx.Var[str], value: rx.Var[str] | rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(word, class_name=theme.QUIET),
        rx.el.dd(value, class_name="text-right tabular-nums text-ink break-all"),
        class_name="flex justify-between gap-4 py-1",
    )
