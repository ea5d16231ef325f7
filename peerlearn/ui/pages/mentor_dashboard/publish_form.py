"""The form that publishes a session."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.mentor_dashboard.state import MentorDashboardState
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import form_field, long_text_field, text_field
from peerlearn.ui.widgets.moment_field import moment_field

PRICE_HINT = "Most sessions cost ₹400 to ₹4,000. You keep 90 %."
TOPICS_HINT = "Separate them with commas: Quadratic Equations, Polynomials"


def publish_form() -> rx.Component:
    """Title, description, time, length, price, topics; emptied only after it was published."""
    return rx.el.section(
        rx.el.form(
            text_field("Title", id="publish-title", name="title", problem=_problem("title"), max_length=120),
            long_text_field(
                "Description",
                id="publish-description",
                name="description",
                problem=_problem("description"),
                hint="Include key benefits",
                max_length=4000,
            ),
            rx.el.div(_starts_at(), _duration(), _price(), class_name="grid gap-4 sm:grid-cols-3"),
            text_field(
                "Topics",
                id="publish-topics",
                name="topics",
                problem=_problem("topics"),
                hint=TOPICS_HINT,
                max_length=400,
            ),
            focus_problem(MentorDashboardState.problems),
            rx.el.button("Publish", id="publish-submit", type="submit", class_name=theme.BUTTON + " self-start"),
            key=MentorDashboardState.form_key,
            on_submit=MentorDashboardState.publish,
            class_name=theme.PANEL + " flex flex-col gap-3",
        ),
        id="publish",
        class_name="flex flex-col gap-4",
    )


def _starts_at() -> rx.Component:
    control = moment_field(
        id="publish-starts-at",
        name="starts_at",
        aria_describedby="publish-starts-at-problem",
        aria_invalid=_problem("starts_at") != "",
        class_name=theme.FIELD,
    )
    return form_field("Date and time", control, id="publish-starts-at", problem=_problem("starts_at"))


def _duration() -> rx.Component:
    control = rx.el.select(
        *(rx.el.option(f"{minutes} minutes", value=str(minutes)) for minutes in (15, 30, 45, 60, 90, 120)),
        id="publish-duration",
        name="duration",
        default_value="60",
        aria_describedby="publish-duration-problem",
        aria_invalid=rx.cond(_problem("duration_minutes") != "", "true", "false"),
        class_name=theme.FIELD,
    )
    return form_field("Duration", control, id="publish-duration", problem=_problem("duration_minutes"))


def _price() -> rx.Component:
    return text_field(
        "Price in ₹",
        id="publish-price",
        name="price",
        problem=_problem("price"),
        hint=PRICE_HINT,
        input_mode="numeric",
    )


def _problem(field: str) -> rx.Var[str]:
    return MentorDashboardState.problems.get(field, "")
