"""After the end: one to five stars and a comment, once for each of the two."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.room.state import RoomState
from peerlearn.ui.widgets.star_choice import star_choice

FEEDBACK = "Your feedback"


def feedback() -> rx.Component:
    """The form, until it was sent or skipped."""
    return rx.cond(
        RoomState.rated,
        rx.fragment(),
        rx.el.section(_form(), aria_label=FEEDBACK, class_name=theme.PANEL + " flex w-full max-w-xl flex-col gap-5"),
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
            rx.el.button("Skip", type="button", on_click=RoomState.skip_rating, class_name=theme.QUIET_BUTTON),
            class_name="flex gap-3",
        ),
        id="feedback-form",
        on_submit=RoomState.rate,
        class_name="flex flex-col gap-4",
    )
