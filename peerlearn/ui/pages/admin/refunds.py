"""The admins' payments: the refunds that did not arrive, each made again or paid by hand with a press."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.admin.refunds_state import AdminRefundsState
from peerlearn.ui.pages.admin.row_button import row_button
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.list_states import empty_state, list_states
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog
from peerlearn.ui.widgets.skeleton import skeleton_line

FAILED = "Refunds that did not arrive"
ABOUT = (
    "Learners are still owed this money. A new refund tries once more; what cannot go back like that is sent by hand."
)
NOTHING, NOTHING_MORE = "Every refund arrived", "One that a bank or the payment service returns shows here by itself."
AGAIN, BY_HAND = "Refund again", "Paid by hand"
FOR, REFERENCE, REASON = "For ", "Reference ", "Reason: "
REFUSED, RETURNED = "The payment service did not take it: ", "The bank returned it."
ASKED_NEXT, ASKED_NO_MORE = "It is asked again by itself: ", "Nothing happens by itself any more."
OWED_SINCE = "Owed since "
TITLE, SENT = "Paid by hand: ", "Mark as paid back"
HOW = (
    "Ask {name} where the money should go and send it from the site's bank account. Then write down the bank's "
    "reference: the payment service is not asked for this refund again, and the learner reads the reference."
)
UTR, UTR_HINT = "The bank's reference (UTR)", "Letters, digits and hyphens, as the bank shows it"


def failed_refunds() -> rx.Component:
    """What learners are owed because a bank returned it, or the payment service did not take it."""
    listed = rx.el.div(
        rx.el.p(ABOUT, class_name=theme.QUIET),
        rx.el.ul(
            rx.foreach(AdminRefundsState.cards, _row),
            class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
        ),
        class_name="flex flex-col gap-4",
    )
    return rx.el.section(
        rx.el.h2(FAILED, class_name=theme.TITLE),
        list_states(
            AdminRefundsState.listing,
            listed,
            empty=empty_state(NOTHING, more=NOTHING_MORE, drawing="quiet"),
            on_retry=AdminRefundsState.reread,
            loading=rx.el.div(skeleton_line("h-40 rounded-3xl")),
        ),
        _dialog(),
        id="failed-refunds",
        class_name="flex flex-col gap-4",
    )


def _row(card: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(card.amount, class_name="font-display font-bold text-xl text-ink tabular-nums"),
        rx.el.p(FOR, rx.el.strong(card.name, class_name="font-medium text-ink"), class_name="break-words"),
        rx.el.p(REASON, card.reason, class_name="text-sm break-words"),
        _why(card),
        rx.el.p(
            rx.cond(card.refused != "", OWED_SINCE, ""),
            local_time(moment=card.failed_at),
            rx.cond(card.reference != "", rx.el.span(" · ", REFERENCE, card.reference, class_name="break-all")),
            class_name=theme.QUIET,
        ),
        rx.el.div(
            row_button(AGAIN, card, AdminRefundsState.refund_again(card.refund_id)),
            row_button(BY_HAND, card, AdminRefundsState.begin_by_hand(card.refund_id)),
            class_name="mt-1 flex flex-wrap gap-3",
        ),
        class_name="flex flex-col gap-1.5 py-4 first:pt-0 last:pb-0",
        custom_attrs={"data-refund": card.refund_id.to_string()},
    )


def _why(card: rx.Var) -> rx.Component:
    """Why it is not back, and what happens next."""
    next_time = rx.fragment(ASKED_NEXT, local_time(moment=card.next_at))
    said = rx.el.span(REFUSED, rx.el.q(card.refused), " ", rx.cond(card.next_at != "", next_time, ASKED_NO_MORE))
    return rx.el.p(
        rx.cond(card.refused != "", said, rx.el.span(RETURNED, " ", ASKED_NO_MORE)), class_name="text-sm break-words"
    )


def _dialog() -> rx.Component:
    state = AdminRefundsState
    before, after = HOW.split("{name}")
    return dialog(
        rx.el.form(
            rx.el.p(
                before, rx.el.strong(state.learner, class_name="font-medium text-ink"), after, class_name="break-words"
            ),
            text_field(
                UTR,
                id="refund-reference",
                name="reference",
                problem=state.problems.get("reference", ""),
                hint=UTR_HINT,
                max_length=60,
                auto_complete="off",
            ),
            focus_problem(state.problems),
            rx.el.button(SENT, id="refund-by-hand", type="submit", class_name=theme.BUTTON + " self-end"),
            key=state.form_key,
            on_submit=state.refund_by_hand,
            no_validate=True,
            class_name="flex flex-col gap-3",
        ),
        title=TITLE + state.amount,
        open=state.chosen != 0,
        on_close=state.close,
        outside_closes=False,
    )
