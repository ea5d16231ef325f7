"""The summary page of a lesson: minutes, topics, what comes next, and the timeline."""

import reflex as rx

from peerlearn.domain.lessons import LONGEST_NEXT_STEP
from peerlearn.ui import theme
from peerlearn.ui.pages.room.state import AFTER_FEEDBACK, RoomState
from peerlearn.ui.pages.room.summary.state import SummaryState
from peerlearn.ui.pages.room.topics.topics import mark_badge
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.local_time import local_time

ENDED = "The session has ended"
TOPICS, NEXT_STEP, TIMELINE = "Topics", "Next step", "Timeline"
TOGETHER = "Minutes together"
OF_BOOKED = "Minutes booked"
HEARD, SEEN = "Minutes you heard them", "Minutes you saw them"
NO_TOPICS = "This session was planned without topics."
NO_STEP = "Your mentor has not written a next step yet."
STEP_LABEL, STEP_HINT, SAVE = "What should they do next?", "One line; the learner sees it here.", "Save next step"
AGAIN, OFFER_AGAIN, BACK = "Book again", "Offer another session", "Back to my page"
WHO_SAYS = "What each browser says about the line is its own account; both see all of it."


def summary(*first: rx.Component) -> rx.Component:
    """What the lesson left behind, after what must come first."""
    return rx.el.div(
        rx.el.h1(ENDED, id=AFTER_FEEDBACK, tab_index=-1, class_name=theme.HEADLINE + " outline-none"),
        *first,
        rx.cond(SummaryState.there, _papers()),
        _ways_on(),
        id="summary",
        class_name="flex flex-col gap-6",
    )


def _papers() -> rx.Component:
    shown = SummaryState.summary
    return rx.fragment(
        rx.el.div(
            rx.el.p(shown.title, " · ", shown.other_name, class_name=theme.CARD_TITLE),
            local_time(moment=shown.starts_at, class_name=theme.QUIET),
            rx.cond(shown.outcome != "", rx.el.p(shown.outcome)),
            class_name="flex flex-col gap-1",
        ),
        _figures(),
        rx.el.div(_topics(), _next_step(), class_name="grid items-start gap-6 lg:grid-cols-2"),
        _timeline(),
    )


def _figures() -> rx.Component:
    shown = SummaryState.summary
    reached = rx.cond(
        shown.heard_minutes + shown.seen_minutes > 0,
        rx.fragment(_figure(HEARD, shown.heard_minutes), _figure(SEEN, shown.seen_minutes)),
    )
    return rx.el.dl(
        _figure(TOGETHER, shown.minutes_together),
        _figure(OF_BOOKED, shown.duration_minutes),
        reached,
        class_name=theme.PANEL + " flex flex-wrap gap-x-10 gap-y-4",
    )


def _figure(words: str, number: rx.Var[int]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(words, class_name=theme.QUIET),
        rx.el.dd(number, class_name="font-display font-bold text-3xl text-ink tabular-nums"),
    )


def _topics() -> rx.Component:
    topics = SummaryState.summary.topics
    rows = rx.el.ul(
        rx.foreach(
            topics,
            lambda row: rx.el.li(
                rx.el.span(row.name, class_name="min-w-0 grow break-words font-medium text-ink"),
                mark_badge(row.mark),
                class_name="flex flex-wrap items-center gap-2 py-3",
                custom_attrs={"data-topic": row.name, "data-mark": row.mark},
            ),
        ),
        class_name="flex list-none flex-col divide-y divide-line",
    )
    return _section(TOPICS, rx.cond(topics.length() > 0, rows, rx.el.p(NO_TOPICS, class_name=theme.QUIET)))


def _next_step() -> rx.Component:
    shown = SummaryState.summary
    read = rx.cond(
        shown.next_step != "",
        rx.el.p(shown.next_step, id="next-step", class_name="break-words text-ink"),
        rx.el.p(NO_STEP, class_name=theme.QUIET),
    )
    write = rx.el.form(
        text_field(
            STEP_LABEL,
            id="next-step-line",
            name="next_step",
            problem=rx.Var.create(""),
            hint=STEP_HINT,
            default_value=shown.next_step,
            max_length=LONGEST_NEXT_STEP,
        ),
        rx.el.button(SAVE, id="next-step-save", type="submit", class_name=theme.QUIET_BUTTON + " self-start"),
        on_submit=SummaryState.write_next_step,
        class_name="flex flex-col gap-3",
    )
    return _section(NEXT_STEP, rx.cond(shown.teaching, write, read))


def _timeline() -> rx.Component:
    return _section(
        TIMELINE,
        rx.el.ol(
            rx.foreach(
                SummaryState.summary.timeline,
                lambda line: rx.el.li(
                    local_time(moment=line.at, class_name=theme.QUIET + " shrink-0 tabular-nums"),
                    rx.el.span(line.words, class_name="break-words"),
                    class_name="grid gap-1 py-2 sm:grid-cols-[16rem_minmax(0,1fr)]",
                ),
            ),
            id="timeline",
            class_name="flex list-none flex-col divide-y divide-line",
        ),
        rx.el.p(WHO_SAYS, class_name=theme.QUIET),
    )


def _section(heading: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.h2(heading, class_name=theme.TITLE), *content, class_name=theme.PANEL + " flex min-w-0 flex-col gap-3"
    )


def _ways_on() -> rx.Component:
    shown = SummaryState.summary
    look = rx.cond(RoomState.rated, theme.BUTTON, theme.QUIET_BUTTON)  # until then the feedback is what stands out
    again = rx.cond(
        shown.teaching,
        rx.el.a(OFFER_AGAIN, href="/dashboard/mentor/create/", class_name=look),
        rx.el.a(AGAIN, href=f"/mentors/{shown.mentor_handle}/", class_name=look),
    )
    return rx.el.div(
        rx.cond(SummaryState.there, again),
        rx.el.a(BACK, href=RoomState.home, class_name=theme.QUIET_BUTTON),
        class_name="flex flex-wrap gap-3",
    )
