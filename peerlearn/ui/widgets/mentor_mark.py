"""How a mentor is shown in small: their initial, and what learners say."""

from typing import Any

import reflex as rx

from peerlearn.ui.widgets.either import when

NEW = "New"
STARS = "★★★★★"


def face(name: Any, *, size: str = "size-10") -> rx.Component:
    """The first letter of a name in a circle."""
    return rx.el.span(
        name[:1],
        class_name=f"{size} shrink-0 grid place-items-center rounded-full bg-lilac text-on-lilac font-display "
        "font-medium uppercase",
        custom_attrs={"aria-hidden": "true"},
    )


def rating(average: Any, percent: Any, count: Any) -> rx.Component:
    """Stars filled to the real average, with how many gave them; "New" before the first."""
    return when(
        average != "",
        rx.el.p(
            rx.el.span(
                STARS,
                rx.el.span(STARS, class_name="stars-filled", style={"width": f"{percent}%"}),
                class_name="stars",
                custom_attrs={"aria-hidden": "true"},
            ),
            rx.el.span(average, class_name="font-medium text-ink"),
            rx.el.span(f" ({count})"),
            rx.el.span(" of five stars", class_name="sr-only"),
            class_name="text-sm text-quiet flex items-center gap-1.5",
        ),
        rx.el.p(NEW, class_name="text-sm text-quiet"),
    )
