"""The admins' payments: the refunds that failed at a bank, each with a way to make it again."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.admin.refunds_state import AdminRefundsState
from peerlearn.ui.widgets.list_states import empty_state, list_states
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.skeleton import skeleton_line

FAILED = "Refunds that did not arrive"
ABOUT = "The bank returned these. The learner is still owed the money; a new refund tries once more."
NOTHING, NOTHING_MORE = "Every refund arrived", "One that a bank returns shows here by itself."
AGAIN = "Refund again"
FOR, REFERENCE, REASON = "For ", "Reference ", "Reason: "


def failed_refunds() -> rx.Component:
    """What learners are owed because a bank returned it."""
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
        id="failed-refunds",
        class_name="flex flex-col gap-4",
    )


def _row(card: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(card.amount, class_name="font-display font-bold text-xl text-ink tabular-nums"),
        rx.el.p(FOR, rx.el.strong(card.name, class_name="font-medium text-ink"), class_name="break-words"),
        rx.el.p(REASON, card.reason, class_name="text-sm break-words"),
        rx.el.p(
            local_time(moment=card.failed_at),
            rx.cond(card.reference != "", rx.el.span(" · ", REFERENCE, card.reference, class_name="break-all")),
            class_name=theme.QUIET,
        ),
        rx.el.button(
            AGAIN,
            type="button",
            on_click=AdminRefundsState.refund_again(card.refund_id),
            class_name=theme.QUIET_BUTTON + " mt-1 self-start",
            custom_attrs={"aria-label": f"{AGAIN}: {card.amount}, {card.name}"},
        ),
        class_name="flex flex-col gap-1.5 py-4 first:pt-0 last:pb-0",
        custom_attrs={"data-refund": card.refund_id.to_string()},
    )
