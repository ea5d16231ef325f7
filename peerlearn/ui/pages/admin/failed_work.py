"""The work that failed for good, in words, each with the press that has it tried once more."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.admin.failed_work_state import FailedWorkState
from peerlearn.ui.widgets.list_states import empty_state, list_states
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.skeleton import skeleton_line

TITLE = "Work that failed for good"
ABOUT = (
    "It was tried as often as allowed, and waits for you to look at it. Once what was wrong is put right, have it "
    "tried again; nothing is done twice."
)
NOTHING, NOTHING_MORE = (
    "Nothing has failed",
    "Mails, refunds and other work that comes to nothing shows here by itself.",
)
AGAIN, TRIED, TIMES, LAST = "Try again", "Tried ", " times, last ", "What went wrong: "
KINDS = {
    "assemble_recording": "Putting a recording together",
    "cancel_unanswered": "Giving money back for a request that nobody answered",
    "clean_up": "The daily clean-up",
    "close_forgotten_room": "Closing a room that was left open",
    "compare_with_gateway": "Comparing our books with the payment service's",
    "drop_unused_chat_file": "Deleting a file that is not needed",
    "drop_unused_video": "Deleting a video that is not needed",
    "end_package": "Ending a package and giving back what was unused",
    "lapse_proposal": "Ending a proposal of another time",
    "look_for_disputes": "Asking the payment service about disputes",
    "mail_adjustments": "Mail about what a settlement holds besides",
    "mail_cancellation": "Mail about a cancelled session",
    "mail_dispute": "Mail about a disputed payment",
    "mail_disputed_share": "Mail about a share that waits for a bank",
    "mail_farewell": "Mail about a deleted account",
    "mail_findings": "Mail about what cannot be true",
    "mail_gift": "Mail about a gift",
    "mail_lost_money": "Mail about a session whose money a bank took back",
    "mail_lost_share": "Mail about a share that was lost to a bank",
    "mail_lost_slot": "Mail about money for a session that was gone",
    "mail_package_end": "Mail about a package that ended",
    "mail_package_refund": "Mail about a refunded package",
    "mail_payout_destination": "Mail about a changed bank account",
    "mail_receipt": "Mail with a receipt",
    "mail_refund": "Mail about a refund",
    "mail_refund_by_hand": "Mail about a refund by hand",
    "mail_silence": "Mail about a payment service that reports nothing",
    "mail_stray": "Mail about money of a wrong amount",
    "mail_time_proposal": "Mail about another time",
    "mail_withdrawal": "Mail about a withdrawal",
    "process_payout_webhook": "Acting on a report about a payout",
    "process_webhook": "Acting on a report about a payment",
    "reconcile_payment": "Asking the payment service about a payment",
    "refund_payment": "Sending a refund",
    "release_hold": "Freeing a session that was not paid for",
    "remove_recording": "Deleting a recording",
    "return_stray": "Sending money of a wrong amount back",
    "send_email_code": "Mail with a code to sign in",
    "send_lesson_summary": "Mail with the summary of a lesson",
    "send_payout": "Sending a withdrawal",
    "send_sign_up_code": "Mail with a code to register",
    "settle_attendance": "Deciding about a session to which somebody did not come",
    "verify": "The daily look whether all can be true",
}


def failed_work() -> rx.Component:
    """The list; `AdminState` keeps the bell and the figure beside it."""
    rows = rx.el.ul(
        rx.foreach(FailedWorkState.cards, _row),
        class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
    )
    return rx.el.section(
        rx.el.h2(TITLE, class_name=theme.TITLE),
        list_states(
            FailedWorkState.listing,
            rx.el.div(rx.el.p(ABOUT, class_name=theme.QUIET), rows, class_name="flex flex-col gap-4"),
            empty=empty_state(NOTHING, more=NOTHING_MORE, drawing="quiet"),
            on_retry=FailedWorkState.open_page,
            loading=rx.el.div(skeleton_line("h-40 rounded-3xl")),
        ),
        id="failed-work",
        class_name="flex flex-col gap-4",
    )


def _row(card: rx.Var) -> rx.Component:
    words = rx.match(card.kind, *KINDS.items(), card.kind)
    return rx.el.li(
        rx.el.div(
            rx.el.p(words, class_name="font-medium text-ink break-words"),
            rx.el.p(TRIED, card.attempts, TIMES, local_time(moment=card.at), class_name=theme.QUIET),
            rx.cond(
                card.error != "",
                rx.el.p(LAST, rx.el.span(card.error, class_name="font-mono"), class_name="text-sm break-words"),
            ),
            class_name="flex min-w-0 grow basis-64 flex-col gap-1",
        ),
        rx.cond(
            card.moves_money,
            _again(words, FailedWorkState.run_again_with_money(card.job_id)),
            _again(words, FailedWorkState.run_again(card.job_id)),
        ),
        class_name="flex flex-wrap items-center gap-x-6 gap-y-3 py-4 first:pt-0 last:pb-0",
        custom_attrs={"data-job": card.job_id.to_string()},
    )


def _again(words: rx.Var, on_click: rx.event.EventType[()]) -> rx.Component:
    return rx.el.button(
        AGAIN,
        type="button",
        on_click=on_click,
        class_name=theme.QUIET_BUTTON,
        custom_attrs={"aria-label": f"{AGAIN}: {words}"},
    )
