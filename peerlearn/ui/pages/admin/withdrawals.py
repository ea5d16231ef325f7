"""The admins' withdrawals: what the site has earned, and the queue of what mentors and learners have asked for."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.long_list import search_field, titled, with_more
from peerlearn.ui.frames.payouts.panel import payout_panel, withdrawal_row
from peerlearn.ui.pages.admin.row_button import row_button
from peerlearn.ui.pages.admin.withdrawals_state import AdminWithdrawalsState
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.list_states import empty_state, list_states
from peerlearn.ui.widgets.modal import dialog
from peerlearn.ui.widgets.segmented import segmented
from peerlearn.ui.widgets.skeleton import skeleton_line

PROFIT, QUEUE = "Earned by the site", "Withdrawals"
DOOR, MORE = "/all-withdrawals.csv", "Show more"
NOTHING, NOTHING_MORE = "Nothing here", "A new withdrawal shows here by itself."
NONE_FOUND, NONE_FOUND_MORE = "No withdrawal fits", "Look for fewer words, or in another of the three."
SEARCH_HINT = "Name, payout id or the bank's reference"
SHOWN = (("waiting", "Waiting"), ("sending", "Sending"), ("settled", "Settled"))
BY_RAZORPAYX, BY_HAND, ASK = "Through RazorpayX", "By hand", "Ask RazorpayX"
SEND, DECLINE, RETURNED = "Send", "Do not send", "The bank returned it"
TITLES = {"complete": "Send ", "reject": "Do not send ", "reverse": "Returned by the bank: "}
SEND_HOW = "Send this from the site's bank account, then write down the bank's reference."
REFERENCE, REFERENCE_HINT = "The bank's reference (UTR)", "Letters, digits and hyphens, as the bank shows it"
WHY, WHY_HINT = "Reason", "The person reads it; the money is available to them again"
FOR = "For "
LABELS = {"complete": "Mark as sent", "reject": "Do not send it", "reverse": "Take it back"}


def queue() -> tuple[rx.Component, ...]:
    """The site's own money, then everybody's withdrawals."""
    listed = rx.el.ul(
        rx.foreach(AdminWithdrawalsState.cards, _row),
        class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
    )
    state = AdminWithdrawalsState
    empty = rx.cond(
        state.narrowed,
        empty_state(NONE_FOUND, more=NONE_FOUND_MORE, drawing="quiet"),
        empty_state(NOTHING, more=NOTHING_MORE, drawing="quiet"),
    )
    return (
        payout_panel(PROFIT, as_admin=True),
        rx.el.section(
            titled(QUEUE, DOOR, which=state.which, search=state.search),
            rx.el.div(
                search_field(
                    "withdrawals-search", SEARCH_HINT, value=state.search, on_change=state.look_for, key=state.field_key
                ),
                rx.el.div(segmented("Show", SHOWN, name="which", value=state.which, on_change=state.pick)),
                class_name="flex flex-wrap items-end gap-3",
                role="search",
            ),
            list_states(
                state.listing,
                with_more(listed, MORE, state.more, state.show_more),
                empty=empty,
                on_retry=state.reread,
                loading=rx.el.div(skeleton_line("h-40 rounded-3xl")),
            ),
            _dialog(),
            id="withdrawals",
            class_name="flex flex-col gap-4",
        ),
    )


def _row(card: rx.Var) -> rx.Component:
    return withdrawal_row(
        card,
        rx.el.p(FOR, rx.el.strong(card.name, class_name="font-medium text-ink"), class_name="break-words"),
        rx.cond(card.route == "razorpayx", _by_razorpayx(card), _by_hand(card)),
    )


def _by_razorpayx(card: rx.Var) -> rx.Component:
    ask = rx.el.div(row_button(ASK, card, AdminWithdrawalsState.ask_again(card.withdrawal_id)), class_name=ROW)
    return rx.fragment(
        rx.el.p(BY_RAZORPAYX, rx.cond(card.payout_id != "", " · " + card.payout_id, ""), class_name=WAY),
        rx.cond(card.status == "pending", ask),
    )


def _by_hand(card: rx.Var) -> rx.Component:
    state = AdminWithdrawalsState
    decide = (
        row_button(SEND, card, state.begin_complete(card.withdrawal_id)),
        row_button(DECLINE, card, state.begin_reject(card.withdrawal_id)),
    )
    return rx.fragment(
        rx.el.p(BY_HAND, class_name=WAY),
        rx.match(
            card.status,
            ("pending", rx.el.div(*decide, class_name=ROW)),
            (
                "completed",
                rx.el.div(row_button(RETURNED, card, state.begin_reverse(card.withdrawal_id)), class_name=ROW),
            ),
            rx.fragment(),
        ),
    )


ROW = "flex flex-wrap gap-3 pt-1"
WAY = theme.QUIET + " break-all"


def _dialog() -> rx.Component:
    state = AdminWithdrawalsState
    complete = rx.el.div(
        rx.el.ul(rx.foreach(state.send_to, _fact), class_name=theme.PANEL + " list-none"),
        rx.el.p(SEND_HOW, class_name=theme.QUIET),
        text_field(
            REFERENCE,
            id="decide-reference",
            name="reference",
            problem=state.problems.get("reference", ""),
            hint=REFERENCE_HINT,
            max_length=60,
            auto_complete="off",
        ),
        class_name="flex flex-col gap-3",
    )
    reason = text_field(
        WHY, id="decide-reason", name="reason", problem=state.problems.get("reason", ""), hint=WHY_HINT, max_length=200
    )
    words = rx.match(state.deed, *LABELS.items(), "")
    return dialog(
        rx.el.form(
            rx.cond(state.deed == "complete", complete, reason),
            focus_problem(state.problems),
            rx.el.button(words, id="decide", type="submit", class_name=theme.BUTTON + " self-end"),
            key=state.form_key,
            on_submit=state.decide,
            no_validate=True,
            class_name="flex flex-col gap-3",
        ),
        title=rx.match(state.deed, *TITLES.items(), "").to(str) + state.amount,
        open=state.deed != "",
        on_close=state.close,
        outside_closes=False,
    )


def _fact(fact: rx.Var) -> rx.Component:
    return rx.el.li(fact, class_name="break-all text-ink tabular-nums")
