"""The admins' list of all payments: found by state, kind and words, each figure with its lines in the ledger."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.long_list import choice, search_field, titled, with_more
from peerlearn.ui.pages.admin.give_back import CONFIRM, give_back_dialog
from peerlearn.ui.pages.admin.give_back_state import GiveBackState
from peerlearn.ui.pages.admin.payments_state import ALL, AdminPaymentsState, PaymentRow
from peerlearn.ui.widgets.badge import badge
from peerlearn.ui.widgets.list_states import empty_state, list_states
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.receipt_link import receipt_link
from peerlearn.ui.widgets.skeleton import skeleton_line

PLACE = "all-payments"
TITLE, OLDER = "All payments", "Show older"
DOOR = "/all-payments.csv"
NOTHING, NOTHING_MORE = "No payment yet", "What learners pay shows here by itself."
NONE_FOUND, NONE_FOUND_MORE = "No payment fits", "Look for fewer words, or for all states and kinds."
SEARCH_HINT = "Name, session, receipt or payment id"
STATE, KIND, GIFT = "State", "For", "Gift"
WHERE = (
    (ALL, "All states"),
    ("came", "All that was paid"),
    ("paid", "Paid, not refunded"),
    ("going_back", "On its way back"),
    ("back", "Paid back"),
    ("not_paid", "Not paid"),
    ("disputed", "Disputed by a bank"),
)
KINDS = (
    (ALL, "All kinds"),
    ("booking", "Sessions"),
    ("gift", "Gifts"),
    ("package", "Packages"),
    ("credit", "Booked from a package"),
)
OF_PACKAGES = {"package": "Package of sessions", "credit": "From a package"}
STATUS = {
    "created": ("Not paid", "plain"),
    "pending": ("Not paid", "plain"),
    "failed": ("Failed", "danger"),
    "authorized": ("On its way", "notice"),
    "captured": ("Paid", "good"),
    "refunding": ("On its way back", "notice"),
    "refunded": ("Paid back", "plain"),
}
PARTLY, DISPUTED = ("Partly paid back", "notice"), ("Disputed", "danger")
CHARGED, MENTORS, SITES, STATUS_WORD, BACK = "Charged", "Mentor's share", "Site's share", "State", "Sent back"
RECEIPT_NUMBER, PAYMENT_ID, WHEN, LINES = "Receipt", "Payment id", "When", "Its lines in the ledger"
NO_LINES = "No money has moved."
BESIDE = "flex shrink-0 justify-end empty:max-md:hidden md:w-28 md:pt-2"  # what can be done about a row
COLUMNS = "md:grid-cols-[minmax(0,1fr)_6rem_7.5rem_6.5rem_9.5rem] md:gap-4 "


def all_payments() -> rx.Component:
    """The list, with what narrows it."""
    rows = rx.el.div(
        _heads(),
        rx.el.ul(
            rx.foreach(AdminPaymentsState.rows, _payment), class_name="flex list-none flex-col divide-y divide-line"
        ),
        class_name=theme.PANEL,
    )
    empty = rx.cond(
        AdminPaymentsState.narrowed,
        empty_state(NONE_FOUND, more=NONE_FOUND_MORE, drawing="quiet"),
        empty_state(NOTHING, more=NOTHING_MORE, drawing="quiet"),
    )
    return rx.el.section(
        titled(
            TITLE, DOOR, where=AdminPaymentsState.where, kind=AdminPaymentsState.kind, search=AdminPaymentsState.search
        ),
        _narrowing(),
        list_states(
            AdminPaymentsState.listing,
            with_more(rows, OLDER, AdminPaymentsState.more, AdminPaymentsState.show_older),
            empty=empty,
            on_retry=AdminPaymentsState.reread,
            loading=rx.el.div(skeleton_line("h-40 rounded-3xl")),
        ),
        give_back_dialog(),
        id=PLACE,
        class_name="flex scroll-mt-20 flex-col gap-4",
    )


def figure_link(figure: rx.Var[str], where: str) -> rx.Component:
    """A figure on top of the page that leads to the payments of which it is made."""
    return rx.el.a(
        figure,
        href=f"#{PLACE}",
        on_click=AdminPaymentsState.pick_where(where),
        class_name=theme.LINK,
        custom_attrs={"data-figure": where},
    )


def _narrowing() -> rx.Component:
    state = AdminPaymentsState
    return rx.el.div(
        search_field("payments-search", SEARCH_HINT, value=state.search, on_change=state.look_for, key=state.field_key),
        choice(STATE, "payments-where", WHERE, value=state.where, on_change=state.pick_where),
        choice(KIND, "payments-kind", KINDS, value=state.kind, on_change=state.pick_kind),
        class_name="flex flex-wrap gap-3",
        role="search",
    )


def _heads() -> rx.Component:
    right = (CHARGED, MENTORS, SITES)
    return rx.el.div(
        rx.el.span("Session"),
        *(rx.el.span(words, class_name="text-right") for words in right),
        rx.el.span(STATUS_WORD, class_name="text-right"),
        class_name="hidden border-b border-line pb-3 md:grid md:pr-32 " + COLUMNS + theme.QUIET,
        aria_hidden="true",
    )


def _payment(row: rx.vars.ObjectVar[PaymentRow]) -> rx.Component:
    card = row.card
    return rx.el.li(
        rx.el.details(
            rx.el.summary(
                rx.el.span(
                    rx.el.span(
                        rx.cond(card.title == "", OF_PACKAGES["package"], card.title),
                        class_name="block font-medium text-ink break-words",
                    ),
                    rx.el.span(
                        rx.match(card.kind, ("gift", GIFT + " · "), ("credit", OF_PACKAGES["credit"] + " · "), ""),
                        card.learner_name,
                        " → ",
                        card.mentor_name,
                        class_name="block break-words " + theme.QUIET,
                    ),
                    local_time(moment=card.at, class_name="block " + theme.QUIET),
                    class_name="row-span-2 min-w-0 md:row-span-1",
                ),
                _figure(CHARGED, card.total, "font-medium text-ink"),
                _figure(MENTORS, card.mentor_share, "max-md:hidden"),
                _figure(SITES, card.site_share, "max-md:hidden"),
                rx.el.span(_status(card), class_name="flex justify-end"),
                class_name=(
                    "grid min-h-11 cursor-pointer grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 "
                    + COLUMNS
                ),
            ),
            _inside(row),
            class_name="min-w-0 grow",
        ),
        rx.el.div(_refund(card), class_name=BESIDE),
        key=card.payment_id.to_string(),
        class_name="flex flex-col gap-2 py-3 last:pb-0 md:flex-row md:items-start md:gap-4",
        custom_attrs={"data-payment": card.payment_id.to_string()},
    )


def _figure(words: str, amount: rx.Var[str], look: str) -> rx.Component:
    said = rx.el.span(f"{words} ", class_name="sr-only")
    return rx.el.span(said, amount, class_name="text-right tabular-nums " + look)


def _status(card: rx.Var) -> rx.Component:
    drawn = [(status, badge(words, tone=tone)) for status, (words, tone) in STATUS.items()]  # type: ignore[arg-type]
    partly = (card.status == "captured") & (card.back != "")
    usual = rx.cond(partly, badge(PARTLY[0], tone=PARTLY[1]), rx.match(card.status, *drawn, badge(card.status)))
    return rx.cond(card.disputed, badge(DISPUTED[0], tone=DISPUTED[1]), usual)


def _refund(card: rx.Var) -> rx.Component:
    """Where it is possible: one press that asks, whether or not the payment's lines are open."""
    button = rx.el.button(
        CONFIRM,
        type="button",
        on_click=GiveBackState.ask(card.payment_id, card.kind),
        class_name=theme.QUIET_BUTTON,
        custom_attrs={"aria-label": f"{CONFIRM}: {card.left}, {card.learner_name}"},
    )
    return rx.cond(card.left != "", button)


def _inside(row: rx.vars.ObjectVar[PaymentRow]) -> rx.Component:
    card = row.card
    return rx.el.div(
        rx.el.dl(
            _line(MENTORS, card.mentor_share),
            _line(SITES, card.site_share),
            rx.cond(card.back != "", _line(BACK, card.back)),
            rx.cond(card.receipt != "", _line(RECEIPT_NUMBER, card.receipt)),
            rx.cond(card.gateway_id != "", _line(PAYMENT_ID, card.gateway_id)),
            class_name="rounded-2xl bg-paper p-4",
        ),
        rx.el.h3(LINES, class_name=theme.SUBTITLE),
        rx.cond(row.moves.length() == 0, rx.el.p(NO_LINES, class_name=theme.QUIET)),
        rx.el.ol(rx.foreach(row.moves, _move), class_name="flex list-none flex-col gap-4"),
        rx.el.div(receipt_link(card.payment_id, card.receipt), class_name="flex empty:hidden"),
        class_name="flex flex-col gap-3 pt-3",
    )


def _move(move: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.span(move.words, class_name="font-medium text-ink"),
            " · ",
            local_time(moment=move.at, class_name=theme.QUIET),
        ),
        rx.el.dl(rx.foreach(move.lines, lambda line: _line(line.account, line.amount)), class_name="text-sm"),
    )


def _line(word: str | rx.Var[str], value: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(word, class_name=theme.QUIET),
        rx.el.dd(value, class_name="text-right tabular-nums text-ink break-all"),
        class_name="flex justify-between gap-4 py-0.5",
    )
