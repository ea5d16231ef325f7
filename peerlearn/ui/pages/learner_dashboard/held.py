"""The cards of sessions that are kept while their learner pays, and of those whose time to pay has just run out."""

import reflex as rx

from peerlearn.domain.bookings import HeldCard
from peerlearn.ui import theme
from peerlearn.ui.pages.learner_dashboard.state import LearnerDashboardState
from peerlearn.ui.widgets.badge import badge
from peerlearn.ui.widgets.hold_clock import WORDS, hold_clock
from peerlearn.ui.widgets.offering_card import person_line, when_line

HELD, OVER = "Waiting for payment", "Time to pay is over"
PAY, LET_GO, AGAIN, NEVER_MIND = "Pay", "Let it go", "Try again", "Never mind"


def held_card(card: rx.vars.ObjectVar[HeldCard]) -> rx.Component:
    """What it is and costs, how long it is kept, and the way on: to pay, or to try again."""
    return rx.el.article(
        rx.cond(card.over, badge(OVER), badge(HELD, tone="notice")),
        rx.el.h3(card.title, class_name=theme.CARD_TITLE),
        when_line(card.starts_at, card.duration_minutes),
        person_line(card.mentor_name),
        rx.cond(
            card.over,
            rx.el.p(WORDS["over"], class_name=theme.QUIET),
            hold_clock(card, on_over=LearnerDashboardState.reread),
        ),
        rx.el.div(
            rx.cond(
                card.over,
                _press(NEVER_MIND, LearnerDashboardState.forget_hold(card.booking_id), card, theme.QUIET_BUTTON),
                _press(LET_GO, LearnerDashboardState.let_go(card.booking_id), card, theme.QUIET_BUTTON),
            ),
            _press(
                rx.cond(card.over, AGAIN, f"{PAY} {card.total}"),
                LearnerDashboardState.choose(card.offering_id),
                card,
                theme.BUTTON + " grow",
            ),
            class_name="mt-auto flex flex-wrap gap-3 pt-2",
        ),
        class_name=theme.CARD,
        custom_attrs={"data-held": card.booking_id.to_string(), "data-over": rx.cond(card.over, "true", "false")},
    )


def _press(
    words: str | rx.Var[str], deed: rx.event.EventSpec, card: rx.vars.ObjectVar[HeldCard], look: str
) -> rx.Component:
    return rx.el.button(
        words,
        rx.el.span(": ", card.title, class_name="sr-only"),
        type="button",
        on_click=deed,
        class_name=look,
    )
