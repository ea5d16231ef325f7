"""After the end: one to five stars and a comment, once for each of the two."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.room.state import RoomState
from peerlearn.ui.widgets.star_choice import star_choice


def feedback() -> rx.Component:
    """The form, or thanks when it was given."""
    return rx.el.section(
        rx.el.h1("The session has ended", class_name=theme.HEADLINE),
        rx.cond(RoomState.rated, _thanks(), _form()),
        class_name=theme.PANEL + " mx-auto flex w-full max-w-xl flex-col gap-5",
    )


def _form() -> rx.Component:
    return rx.el.form(
        star_choice(
            rx.el.legend("How was it with ", RoomState.names["theirs"], "?", class_name=theme.LABEL),
            id="stars",
            name="stars",
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


def _thanks() -> rx.Component:
    return rx.el.div(
        rx.el.p("Thank you, your feedback is saved."),
        rx.el.a("Back to my page", href=RoomState.home, class_name=theme.BUTTON),
        class_name="flex flex-col items-start gap-4",
    )
