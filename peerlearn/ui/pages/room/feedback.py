"""After the end: one to five stars and a comment, once for each of the two."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.room.state import RoomState

WORDS = {1: "Poor", 2: "Fair", 3: "Good", 4: "Very good", 5: "Excellent"}


def feedback() -> rx.Component:
    """The form, or thanks when it was given."""
    return rx.el.section(
        rx.el.h1("The session has ended", class_name=theme.HEADLINE),
        rx.cond(RoomState.rated, _thanks(), _form()),
        class_name=theme.PANEL + " mx-auto flex w-full max-w-xl flex-col gap-5",
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.fieldset(
            rx.el.legend("How was it with ", RoomState.names["theirs"], "?", class_name=theme.LABEL),
            *(_star(count) for count in WORDS),
            class_name="flex flex-col gap-2",
        ),
        rx.el.label("Anything to add? (optional)", html_for="feedback-comment", class_name=theme.LABEL),
        rx.el.textarea(id="feedback-comment", name="comment", rows="3", max_length=1000, class_name=theme.FIELD),
        rx.el.div(
            rx.el.button("Send feedback", id="feedback-send", type="submit", class_name=theme.BUTTON),
            rx.el.a("Skip", href=RoomState.home, class_name=theme.QUIET_BUTTON),
            class_name="flex gap-3",
        ),
        id="feedback-form",
        on_submit=RoomState.rate,
        class_name="flex flex-col gap-4",
    )


def _star(count: int) -> rx.Component:
    id = f"stars-{count}"
    return rx.el.label(
        rx.el.input(type="radio", name="stars", value=str(count), id=id, class_name="size-5 accent-brand"),
        rx.el.span(
            "★" * count + "☆" * (5 - count),
            class_name="text-xl text-brand",
            custom_attrs={"aria-hidden": "true"},
        ),
        rx.el.span(f"{count} of 5, {WORDS[count].lower()}"),
        html_for=id,
        class_name="flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-3 hover:bg-lilac/15",
    )


def _thanks() -> rx.Component:
    return rx.el.div(
        rx.el.p("Thank you, your feedback is saved."),
        rx.el.a("Back to my page", href=RoomState.home, class_name=theme.BUTTON),
        class_name="flex flex-col items-start gap-4",
    )
