"""Fields in every state."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.choice_cards import Choice, choice_cards
from peerlearn.ui.widgets.form_field import form_field, long_text_field, text_field
from peerlearn.ui.widgets.moment_field import moment_field
from peerlearn.ui.widgets.secret_fields import code_field, password_field
from peerlearn.ui.widgets.segmented import segmented
from peerlearn.ui.widgets.star_choice import star_choice
from peerlearn.ui.widgets.steps import steps
from peerlearn.ui.widgets.tag_input import tag_field
from peerlearn.ui.widgets.upload import upload_field

ROLES = (
    Choice("learn", "book", "Learn", "Book a mentor for exactly what you are stuck on."),
    Choice("teach", "teach", "Teach", "Set your price, teach live, keep 90\u00a0%."),
)
SKILLS = ["Python", "Algebra", "Physics", "Photography", "Guitar", "Public speaking"]


def fields(mode: str) -> rx.Component:
    """Empty, hinted, filled, wrong, suggesting, corrected, disabled."""
    return rx.el.form(
        text_field("Name", id=f"{mode}-name", name="name", problem=_nothing(), hint="As people call you"),
        text_field(
            "E-mail", id=f"{mode}-wrong", name="wrong", default_value="asha@", problem=rx.Var.create("Invalid email")
        ),
        text_field(
            "E-mail",
            id=f"{mode}-suggested",
            name="suggested",
            default_value="asha@gmial.com",
            problem=_nothing(),
            suggestion=rx.Var.create("asha@gmail.com"),
        ),
        text_field(
            "City",
            id=f"{mode}-corrected",
            name="corrected",
            default_value="bengaluru",
            problem=_nothing(),
            corrected=rx.Var.create("Bengaluru"),
            optional=True,
        ),
        password_field("Password", id=f"{mode}-password", name="password", problem=_nothing(), new=True),
        code_field("Code", id=f"{mode}-code", name="code", problem=_nothing(), hint="The six digits of our mail"),
        long_text_field(
            "About you", id=f"{mode}-about", name="about", problem=_nothing(), placeholder="What do you love to teach?"
        ),
        tag_field(
            "Skills",
            id=f"{mode}-skills",
            name="skills",
            problem=_nothing(),
            hint="Enter or a comma adds one",
            suggestions=SKILLS,
            start=["Python", "Algebra"],
        ),
        form_field(
            "Date and time",
            moment_field(id=f"{mode}-moment", name="moment", class_name=theme.FIELD),
            id=f"{mode}-moment",
            problem="",
        ),
        upload_field(
            "Photo",
            id=f"{mode}-photo",
            name="photo",
            door="/dev/kit/nobody-takes-this",
            accept="image/png,image/jpeg",
            most_bytes=200_000,
            hint="A PNG or JPEG of up to 200 kB",
        ),
        text_field(
            "Not now",
            id=f"{mode}-off",
            name="off",
            problem=_nothing(),
            disabled=True,
            default_value="Cannot be changed",
        ),
        class_name="flex flex-col gap-3",
        custom_attrs={"aria-label": f"Fields, {mode}"},
    )


def choices(mode: str) -> rx.Component:
    """One of a few, on or off."""
    return rx.el.div(
        rx.el.div(steps(("Role", "You", "Details", "Code"), 2), class_name="w-full"),
        rx.el.div(choice_cards("I want to", ROLES, name=f"{mode}-aim", value="learn"), class_name="w-full"),
        segmented(
            "Period",
            (("week", "Week"), ("month", "Month"), ("year", "Year")),
            name=f"{mode}-period",
            value="week",
        ),
        star_choice(rx.el.legend("How was it?", class_name=theme.LABEL), id=f"{mode}-stars", name=f"{mode}-stars"),
        rx.el.label(
            rx.el.input(type="checkbox", default_checked=True, class_name=theme.CHECK),
            "Remind me by e-mail",
            class_name=theme.CHOICE,
        ),
        rx.el.label(
            rx.el.input(type="radio", name=f"{mode}-role", default_checked=True, class_name=theme.CHECK),
            "Learn",
            class_name=theme.CHOICE,
        ),
        rx.el.label(
            rx.el.input(type="radio", name=f"{mode}-role", class_name=theme.CHECK), "Teach", class_name=theme.CHOICE
        ),
        class_name="flex flex-col items-start gap-3",
    )


def _nothing() -> rx.Var[str]:
    return rx.Var.create("")
