"""The start page, from top to bottom."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.public import public_frame
from peerlearn.ui.pages.landing.details_dialog import details_dialog
from peerlearn.ui.pages.landing.hero_picture import hero_picture
from peerlearn.ui.pages.landing.money import where_the_money_goes
from peerlearn.ui.pages.landing.rails import mentors_rail, sessions_rail
from peerlearn.ui.widgets.icon import icon

TAGLINE = ("Learn or Teach", "with Real Impact!")
PROMISE = "One mentor, one learner, face to face. Find a session, book it, and meet in a live video room."
LEARNER = ("Join as Learner", "Book a mentor for exactly what you are stuck on.")
MENTOR = ("Join as Mentor", "Set your price, teach live, keep 90 %.")
HOW = "From stuck to solved in one sitting"
STEPS = (
    ("play", "Find your session", "Every card shows the mentor, the topics, the time in your zone and the price."),
    ("rupee", "Book in two clicks", "Pay through Razorpay. If the mentor declines, all of it comes back by itself."),
    ("video", "Meet face to face", "Both videos live, a chat that loses nothing, and a clock that is fair to both."),
)


def landing() -> rx.Component:
    """The whole page."""
    return public_frame(
        _hero(), sessions_rail(), mentors_rail(), _how(), where_the_money_goes(), details_dialog(), has_rails=True
    )


def _hero() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h1(
                rx.el.span(TAGLINE[0], class_name="block"),
                rx.el.span(TAGLINE[1], class_name="block"),
                class_name="font-display font-bold text-ink tracking-tight leading-[1.08] "
                "text-[clamp(2rem,5.2vw,3.75rem)]",
            ),
            rx.el.p(PROMISE, class_name="max-w-lg text-lg leading-relaxed"),
            rx.el.div(
                _role_card(*LEARNER, role="learner", drawing="book", first=True),
                _role_card(*MENTOR, role="mentor", drawing="board", first=False),
                class_name="grid gap-4 sm:grid-cols-2 max-w-2xl",
            ),
            class_name="flex flex-col gap-7",
        ),
        hero_picture(),
        class_name="grid items-center gap-10 py-10 lg:py-16 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]",
    )


def _role_card(title: str, promise: str, *, role: str, drawing: str, first: bool) -> rx.Component:
    look = "bg-brand text-on-brand role-card-first" if first else "glass-card border border-line text-ink"
    return rx.el.a(
        rx.el.span(icon(drawing), class_name="flex"),
        rx.el.span(
            rx.el.span(title, class_name="font-display font-bold text-lg"),
            icon("arrow-right", size="size-5", look="role-card-arrow"),
            class_name="flex items-center justify-between gap-2",
        ),
        rx.el.span(promise, class_name="text-sm leading-relaxed"),
        href=f"/register/?role={role}",
        class_name=f"role-card rounded-3xl p-5 flex flex-col gap-2 {look}",
    )


def _how() -> rx.Component:
    return rx.el.section(
        rx.el.h2(HOW, class_name=theme.HEADLINE),
        rx.el.ol(
            *(_step(number, *step) for number, step in enumerate(STEPS, start=1)),
            class_name="grid gap-5 md:grid-cols-3 list-none p-0",
        ),
        class_name="flex flex-col gap-8 pt-20",
    )


def _step(number: int, drawing: str, title: str, words: str) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            icon(drawing),
            class_name="size-12 grid place-items-center rounded-2xl bg-lilac-wash text-ink",
        ),
        rx.el.h3(f"{number}. {title}", class_name="font-display font-medium text-lg text-ink"),
        rx.el.p(words, class_name="leading-relaxed"),
        class_name="flex flex-col gap-3",
    )
