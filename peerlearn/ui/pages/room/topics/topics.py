"""The topics checklist: a button in the top bar, a panel beneath it, on phones a sheet from below."""

import reflex as rx

from peerlearn.domain.lessons import Mark, TopicRow
from peerlearn.ui import theme
from peerlearn.ui.pages.room.topics import FILES
from peerlearn.ui.pages.room.topics.state import TopicsState
from peerlearn.ui.widgets.badge import badge

WORDS = {"topics": "Topics", "close": "Close topics"}
MARK_WORDS = {Mark.PLANNED: "Planned", Mark.COVERED: "Covered", Mark.NEEDS_WORK: "Needs work"}
PRESS = theme.QUIET_BUTTON + " px-4 text-sm aria-pressed:border-brand aria-pressed:bg-brand-wash"
NO_TOPICS = "This session was planned without topics."


class TopicsButton(rx.Component):
    """Opens and closes the checklist; says how many topics are covered."""

    library = FILES["topics.jsx"]
    tag = "TopicsButton"

    words: rx.Var[dict[str, str]]
    covered: rx.Var[int]
    planned: rx.Var[int]


class TopicsPanel(rx.Component):
    """The checklist's place; Escape closes it."""

    library = FILES["topics.jsx"]
    tag = "TopicsPanel"

    words: rx.Var[dict[str, str]]


def topics_button() -> rx.Component:
    """The button."""
    return TopicsButton.create(words=WORDS, covered=TopicsState.covered, planned=TopicsState.topics.length())


def topics(*, teaching: rx.Var[bool]) -> rx.Component:
    """The checklist of the lesson at this address."""
    return TopicsPanel.create(
        rx.cond(
            TopicsState.topics.length() > 0,
            rx.el.ul(
                rx.foreach(TopicsState.topics, lambda row: _topic(row, teaching)),
                class_name="flex list-none flex-col divide-y divide-line",
            ),
            rx.el.p(NO_TOPICS, class_name=theme.QUIET),
        ),
        words=WORDS,
    )


def mark_badge(mark: rx.Var[str]) -> rx.Component:
    """A mark in words; colour only underlines it."""
    return rx.match(
        mark,
        (Mark.COVERED.value, badge(MARK_WORDS[Mark.COVERED], tone="good")),
        (Mark.NEEDS_WORK.value, badge(MARK_WORDS[Mark.NEEDS_WORK], tone="notice")),
        badge(MARK_WORDS[Mark.PLANNED]),
    )


def _topic(row: rx.vars.ObjectVar[TopicRow], teaching: rx.Var[bool]) -> rx.Component:
    makes = rx.cond(teaching, rx.fragment(*(_make(row, mark) for mark in Mark)), _ask(row))
    return rx.el.li(
        rx.el.span(row.name, class_name="min-w-0 grow break-words font-medium text-ink"),
        mark_badge(row.mark),
        rx.el.div(makes, class_name="flex w-full flex-wrap gap-2"),
        class_name="flex flex-wrap items-center gap-2 py-3",
        custom_attrs={"data-topic": row.name, "data-mark": row.mark},
    )


def _make(row: rx.vars.ObjectVar[TopicRow], mark: Mark) -> rx.Component:
    """The mentor's word on a topic."""
    return _press(row, mark, on_click=TopicsState.mark(row.name, mark.value), disabled=False)


def _ask(row: rx.vars.ObjectVar[TopicRow]) -> rx.Component:
    """The learner's: not clear yet, or clear after all, unless it was the mentor who said so."""
    asked = row.mark == Mark.NEEDS_WORK.value
    after = rx.cond(asked, Mark.PLANNED.value, Mark.NEEDS_WORK.value)
    stands = asked & ~row.may.contains(Mark.PLANNED.value)
    return _press(row, Mark.NEEDS_WORK, on_click=TopicsState.mark(row.name, after), disabled=stands)


def _press(row: rx.vars.ObjectVar[TopicRow], mark: Mark, *, on_click, disabled: rx.Var[bool] | bool) -> rx.Component:
    return rx.el.button(
        MARK_WORDS[mark],
        rx.el.span(f": {row.name}", class_name="sr-only"),
        type="button",
        on_click=on_click,
        disabled=disabled,
        class_name=PRESS,
        custom_attrs={"data-make": mark.value, "aria-pressed": rx.cond(row.mark == mark.value, "true", "false")},
    )
