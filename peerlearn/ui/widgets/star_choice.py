"""One to five stars to give: five radio buttons, so that keys and readers work by themselves."""

import reflex as rx

from peerlearn.ui.widgets.icon import icon

WORDS = {1: "Poor", 2: "Fair", 3: "Good", 4: "Very good", 5: "Excellent"}


def star_choice(legend: rx.Component, *, id: str, name: str) -> rx.Component:
    """A row of stars; those up to the one under the pointer, or the chosen one, are filled, and its word is shown.

    Args:
        legend: the question.
        id: begins the ids of the five, as in `stars-4`.
        name: under which the form posts the number.
    """
    return rx.el.fieldset(
        legend,
        rx.el.div(*(_star(count, id, name) for count in WORDS), class_name="star-choice"),
        class_name="flex flex-col gap-1",
    )


def _star(count: int, id: str, name: str) -> rx.Component:
    words = f"{count} of 5, {WORDS[count].lower()}"
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=str(count),
            id=f"{id}-{count}",
            class_name="only-heard",
            custom_attrs={"aria-label": words},
        ),
        icon("star", size="size-9"),
        rx.el.span(WORDS[count], class_name="star-words", custom_attrs={"aria-hidden": "true"}),
    )
