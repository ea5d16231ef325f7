"""The start page, from top to bottom."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.landing.state import LandingState
from peerlearn.ui.shell import shell, until_ready
from peerlearn.ui.widgets.offering_card import offering_card

TAGLINE = "Learn or Teach with Real Impact!"
PROMISE = "One mentor, one learner, face to face. Find a session, book it, and meet in a live video room."
NONE_YET = "No live sessions right now. Yours could be the first: join as a mentor and publish it."


def landing() -> rx.Component:
    """The whole page."""
    return shell(_hero(), _sessions())


def _hero() -> rx.Component:
    return rx.el.section(
        rx.el.h1(TAGLINE, class_name=theme.HEADLINE),
        rx.el.p(PROMISE, class_name="max-w-xl text-lg"),
        rx.el.div(
            _role_card("Join as Learner", "Book a mentor for exactly what you are stuck on.", "learner"),
            _role_card("Join as Mentor", "Set your price, teach live, keep 90 %.", "mentor"),
            class_name="grid gap-4 sm:grid-cols-2",
        ),
        class_name="flex flex-col gap-5 py-6",
    )


def _role_card(title: str, promise: str, role: str) -> rx.Component:
    return rx.el.a(
        rx.el.span(title, class_name=theme.TITLE),
        rx.el.span(promise),
        href=f"/register/?role={role}",
        class_name=theme.PANEL + " flex flex-col gap-2 hover:border-brand transition-colors",
    )


def _sessions() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Top Live Sessions", class_name=theme.TITLE),
        until_ready(
            LandingState.ready,
            rx.cond(
                LandingState.nothing_offered,
                rx.el.p(NONE_YET, class_name=theme.PANEL),
                rx.el.div(
                    rx.foreach(LandingState.offerings, lambda card: offering_card(card, _book())),
                    class_name="grid gap-4 sm:grid-cols-2 lg:grid-cols-3",
                ),
            ),
        ),
        class_name="flex flex-col gap-4",
    )


def _book() -> rx.Component:
    return rx.el.a("Book", href="/register/?role=learner", class_name=theme.BUTTON)
