"""How a mentor is shown in small: their initial, and what learners say."""

import reflex as rx

NEW = "New"
STARS = "★★★★★"


def face(name: rx.Var[str], *, size: str = "size-10") -> rx.Component:
    """The first letter of a name in a circle."""
    return rx.el.span(
        name[0],
        class_name=f"{size} shrink-0 grid place-items-center rounded-full bg-lilac text-on-lilac font-display "
        "font-medium uppercase",
        custom_attrs={"aria-hidden": "true"},
    )


def rating(average: rx.Var[str], percent: rx.Var[int], count: rx.Var[int]) -> rx.Component:
    """Stars filled to the real average, with how many gave them; "New" before the first."""
    return rx.cond(
        average != "",
        rx.el.p(
            rx.el.span(
                STARS,
                rx.el.span(STARS, class_name="stars-filled", style={"width": percent.to_string() + "%"}),
                class_name="stars",
                custom_attrs={"aria-hidden": "true"},
            ),
            rx.el.span(average, class_name="font-medium text-ink"),
            rx.el.span(" (", count.to_string(), ")"),
            rx.el.span(" of five stars", class_name="sr-only"),
            class_name="text-sm text-quiet flex items-center gap-1.5",
        ),
        rx.el.p(NEW, class_name="text-sm text-quiet"),
    )
