"""The admins' payments: those that a bank questions, by when it wants an answer, with the evidence one press away."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.admin.disputes_state import AdminDisputesState
from peerlearn.ui.pages.admin.payments import PLACE as ALL_PAYMENTS
from peerlearn.ui.pages.admin.payments_state import AdminPaymentsState
from peerlearn.ui.widgets.badge import badge
from peerlearn.ui.widgets.list_states import list_states
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog
from peerlearn.ui.widgets.skeleton import skeleton_line

TITLE = "Disputed payments"
ABOUT = (
    "A learner’s bank questions these payments. Contest them, with evidence, on the payment service’s own pages. Until "
    "the bank has decided, what is kept of a payment stays where it is, and what is questioned cannot be refunded."
)
NOTHING = "No bank disputes a payment. One that does shows here by itself, and every admin has a mail."
STATUS = {
    "open": ("Answer it", "danger"),
    "under_review": ("The bank decides", "notice"),
    "action_required": ("More evidence wanted", "danger"),
    "won": ("Won", "good"),
    "lost": ("Lost", "danger"),
    "closed": ("Closed", "plain"),
}
OF, REASON, NO_REASON, ANSWER_BY, REFERENCE = " of ", "Reason: ", "none was given", "Answer by ", "Dispute "
SINCE, TAKEN, LOST_WORDS = "Since ", " are deducted until the bank has decided.", " are lost."
SEE_PAYMENT, SEE_LESSON = "See the payment", "See the lesson"
EVIDENCE, MET, BOOKED, REACHED = "The lesson", "Together", "Booked", "Reached the learner, by their browser"
TIMELINE, FEEDBACK, NO_LINES, NO_FEEDBACK = "Timeline", "Feedback", "Nobody ever came.", "Nobody has given any."


def all_disputes() -> rx.Component:
    """The list, and the lesson that somebody looks at."""
    listed = rx.el.div(
        rx.el.p(ABOUT, class_name=theme.QUIET),
        rx.el.ul(
            rx.foreach(AdminDisputesState.cards, _row),
            class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
        ),
        class_name="flex flex-col gap-4",
    )
    return rx.el.section(
        rx.el.h2(TITLE, class_name=theme.TITLE),
        list_states(
            AdminDisputesState.listing,
            listed,
            empty=rx.el.p(NOTHING, class_name=theme.QUIET),
            on_retry=AdminDisputesState.reread,
            loading=rx.el.div(skeleton_line("h-40 rounded-3xl")),
        ),
        _lesson(),
        id="disputes",
        class_name="flex flex-col gap-4",
    )


def _row(card: rx.Var) -> rx.Component:
    drawn = [(status, badge(words, tone=tone)) for status, (words, tone) in STATUS.items()]  # type: ignore[arg-type]
    return rx.el.li(
        rx.el.div(
            rx.el.span(card.amount, class_name="font-display font-bold text-xl text-ink tabular-nums"),
            rx.cond(card.amount != card.total, rx.el.span(OF, card.total, class_name=theme.QUIET)),
            rx.el.span(rx.match(card.status, *drawn, badge(card.status)), class_name="ml-auto"),
            class_name="flex flex-wrap items-baseline gap-x-2 gap-y-1",
        ),
        rx.el.p(card.learner_name, " → ", card.mentor_name, class_name="font-medium text-ink break-words"),
        rx.el.p(REASON, rx.cond(card.reason == "", NO_REASON, card.reason), class_name="text-sm break-words"),
        rx.cond(card.lost != "", rx.el.p(card.lost, LOST_WORDS, class_name="text-sm")),
        rx.cond(~card.decided & (card.taken != ""), rx.el.p(card.taken, TAKEN, class_name="text-sm")),
        rx.cond(
            ~card.decided & (card.respond_by != ""),
            rx.el.p(ANSWER_BY, local_time(moment=card.respond_by), class_name="text-sm font-medium text-ink"),
        ),
        rx.el.p(
            SINCE,
            local_time(moment=card.opened_at),
            " · ",
            rx.cond(card.phase != "", rx.el.span(card.phase, " · ")),
            REFERENCE,
            rx.el.span(card.reference, class_name="break-all"),
            class_name=theme.QUIET,
        ),
        rx.el.div(_to_payment(card), _to_lesson(card), class_name="mt-1 flex flex-wrap gap-3"),
        class_name="flex flex-col gap-1.5 py-4 first:pt-0 last:pb-0",
        key=card.dispute_id.to_string(),
        custom_attrs={"data-dispute": card.dispute_id.to_string()},
    )


def _to_payment(card: rx.Var) -> rx.Component:
    return rx.el.a(
        SEE_PAYMENT,
        href=f"#{ALL_PAYMENTS}",
        on_click=AdminPaymentsState.find(card.gateway_id),
        class_name=theme.QUIET_BUTTON,
        custom_attrs={"aria-label": f"{SEE_PAYMENT}: {card.total}, {card.learner_name}"},
    )


def _to_lesson(card: rx.Var) -> rx.Component:
    button = rx.el.button(
        SEE_LESSON,
        type="button",
        on_click=AdminDisputesState.look_at(card.booking_id),
        class_name=theme.QUIET_BUTTON,
        custom_attrs={"aria-label": f"{SEE_LESSON}: {card.total}, {card.learner_name}"},
    )
    return rx.cond(card.booking_id != 0, button)


def _lesson() -> rx.Component:
    lesson = AdminDisputesState.evidence
    return dialog(
        rx.el.div(
            rx.el.h3(lesson.title, class_name=theme.CARD_TITLE + " break-words"),
            rx.el.p(lesson.mentor_name, " · ", lesson.learner_name, class_name=theme.QUIET + " break-words"),
            rx.el.p(local_time(moment=lesson.starts_at), class_name=theme.QUIET),
            rx.el.p(lesson.outcome, class_name="font-medium text-ink"),
            class_name="flex flex-col gap-1",
        ),
        rx.el.dl(
            _fact(MET, f"{lesson.minutes_together} min"),
            _fact(BOOKED, f"{lesson.duration_minutes} min"),
            _fact(REACHED, f"{lesson.heard_minutes} min of sound, {lesson.seen_minutes} min of picture"),
        ),
        rx.el.h3(TIMELINE, class_name=theme.SUBTITLE),
        rx.cond(lesson.timeline.length() == 0, rx.el.p(NO_LINES, class_name=theme.QUIET)),
        rx.el.ol(rx.foreach(lesson.timeline, _moment), class_name="flex list-none flex-col gap-2"),
        rx.el.h3(FEEDBACK, class_name=theme.SUBTITLE),
        rx.cond(AdminDisputesState.feedback.length() == 0, rx.el.p(NO_FEEDBACK, class_name=theme.QUIET)),
        rx.el.ul(rx.foreach(AdminDisputesState.feedback, _feedback), class_name="flex list-none flex-col gap-2"),
        title=EVIDENCE,
        open=AdminDisputesState.looking,
        on_close=AdminDisputesState.close,
        id="dispute-evidence",
    )


def _fact(word: str, value: rx.Var[str] | str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(word, class_name=theme.QUIET),
        rx.el.dd(value, class_name="text-right tabular-nums text-ink"),
        class_name="flex justify-between gap-4 border-b border-line py-2",
    )


def _moment(line: rx.Var) -> rx.Component:
    return rx.el.li(
        local_time(moment=line.at, class_name=theme.QUIET),
        rx.el.span(line.words, class_name="block break-words"),
    )


def _feedback(said: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(said.name, f": {said.stars} of 5 stars", class_name="font-medium text-ink break-words"),
        rx.cond(said.comment != "", rx.el.q(said.comment, class_name="block break-words")),
    )
