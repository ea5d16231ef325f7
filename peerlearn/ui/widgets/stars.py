"""What learners think of a mentor: stars filled to the real average with the number of voices, or "New" before the
first."""

from typing import Any

import reflex as rx

from peerlearn.ui.widgets.either import when

NEW = "New"


def stars(average: Any, percent: Any, count: Any) -> rx.Component:
    """Five stars, the average, and of how many.

    Args:
        average: to one decimal, as text; empty before the first.
        percent: how much of the five stars it fills.
        count: how many gave them.
    """
    return when(
        average != "",
        rx.el.p(
            rx.el.span(
                rx.el.span(style={"width": f"{percent}%"}), class_name="stars", custom_attrs={"aria-hidden": "true"}
            ),
            rx.el.span(average, class_name="font-medium text-ink"),
            rx.el.span(f" ({count})"),
            rx.el.span(" of five stars", class_name="sr-only"),
            class_name="flex items-center gap-1.5 text-sm tabular-nums text-quiet",
        ),
        rx.el.p(NEW, class_name="w-fit rounded-full bg-lilac-wash px-2.5 text-sm font-medium leading-5 text-ink mt-1"),
    )
