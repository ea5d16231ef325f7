"""The learner's page: what is booked, then what can be booked."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.learner_dashboard.checkout import checkout
from peerlearn.ui.pages.learner_dashboard.state import LearnerDashboardState
from peerlearn.ui.shell import ViewerState, money_notice, shell, until_ready
from peerlearn.ui.widgets.booked_card import booked_card
from peerlearn.ui.widgets.modal import modal
from peerlearn.ui.widgets.offering_card import offering_card, topic_tags

GRID = "grid gap-4 sm:grid-cols-2 lg:grid-cols-3"


def learner_dashboard() -> rx.Component:
    """The whole page."""
    return shell(
        until_ready(
            LearnerDashboardState.ready,
            rx.el.h1("Hi ", ViewerState.name, "!", class_name=theme.HEADLINE),
            money_notice(),
            _booked(),
            _offered(),
        ),
        _booking(),
        checkout(
            order=LearnerDashboardState.order,
            on_paid=LearnerDashboardState.paid,
            on_failed=LearnerDashboardState.payment_failed,
            on_dismissed=LearnerDashboardState.payment_dismissed,
        ),
    )


def _booked() -> rx.Component:
    return rx.el.section(
        rx.el.h2("My sessions", class_name=theme.TITLE),
        rx.cond(
            LearnerDashboardState.nothing_booked,
            rx.el.p("Nothing booked yet. Choose a session below.", class_name=theme.PANEL),
            rx.el.div(rx.foreach(LearnerDashboardState.booked, booked_card), class_name=GRID),
        ),
        id="my-sessions",
        class_name="flex flex-col gap-4",
    )


def _offered() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Sessions you can book", class_name=theme.TITLE),
        rx.cond(
            LearnerDashboardState.nothing_offered,
            rx.el.p("No open sessions right now. New ones appear here by themselves.", class_name=theme.PANEL),
            rx.el.div(
                rx.foreach(LearnerDashboardState.offerings, lambda card: offering_card(card, _book(card))),
                class_name=GRID,
            ),
        ),
        id="open-sessions",
        class_name="flex flex-col gap-4",
    )


def _book(card: rx.Var) -> rx.Component:
    return rx.el.button(
        "Book",
        type="button",
        on_click=LearnerDashboardState.choose(card.offering_id),
        class_name=theme.BUTTON,
        custom_attrs={"aria-label": f"Book {card.title}"},
    )


def _booking() -> rx.Component:
    chosen = LearnerDashboardState.chosen
    return modal(
        rx.el.div(
            rx.el.h2(chosen.title, class_name=theme.TITLE),
            rx.el.p("with ", rx.el.strong(chosen.mentor_name), class_name=theme.QUIET),
            rx.el.p(chosen.description),
            topic_tags(chosen.topics),
            _total(),
            money_notice(),
            rx.el.div(
                rx.el.button(
                    "Confirm",
                    id="booking-confirm",
                    type="button",
                    disabled=LearnerDashboardState.paying,
                    on_click=LearnerDashboardState.confirm,
                    class_name=theme.BUTTON,
                ),
                rx.el.button(
                    "Not now",
                    type="button",
                    on_click=LearnerDashboardState.close,
                    class_name=theme.QUIET_BUTTON,
                ),
                class_name="flex gap-3",
            ),
            class_name="flex flex-col gap-4",
        ),
        open=LearnerDashboardState.choosing,
        label="Book this session",
        on_close=LearnerDashboardState.close,
    )


def _total() -> rx.Component:
    chosen = LearnerDashboardState.chosen
    lines = (("Price", chosen.price), ("Service fee", chosen.service_fee), ("Total", chosen.total))
    return rx.el.dl(
        *(
            rx.el.div(
                rx.el.dt(word),
                rx.el.dd(amount, class_name="tabular-nums font-medium text-ink"),
                class_name="flex justify-between border-b border-line py-2",
            )
            for word, amount in lines
        ),
        id="booking-total",
    )
