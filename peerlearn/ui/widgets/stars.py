"""What people think of somebody: a real average with the number of voices, or "New" while there is none."""

import reflex as rx

from peerlearn.ui.widgets.icon import icon

NEW = "New"


def stars(average: rx.Var[float], count: rx.Var[int]) -> rx.Component:
    """One star, the average to one decimal, and of how many."""
    spoken = f"{average:.1f} of 5 stars, {count} ratings"
    return rx.cond(
        count > 0,
        rx.el.span(
            icon("star", size="size-4", look="fill-brand stroke-brand"),
            rx.el.span(f"{average:.1f}", class_name="font-medium text-ink", custom_attrs={"aria-hidden": "true"}),
            rx.el.span(f"({count})", class_name="text-quiet", custom_attrs={"aria-hidden": "true"}),
            rx.el.span(spoken, class_name="sr-only"),
            class_name="inline-flex items-center gap-1 text-sm tabular-nums",
        ),
        rx.el.span(NEW, class_name="rounded-full bg-lilac-wash px-2.5 py-0.5 text-sm font-medium text-ink"),
    )
