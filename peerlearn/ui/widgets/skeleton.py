"""Calm blocks in the place and the size of what is still on its way, so that nothing jumps when it comes."""

import reflex as rx


def skeleton_line(look: str = "h-4 w-full") -> rx.Component:
    """One line of text, or anything else by its height and width in Tailwind classes."""
    return rx.el.div(class_name=f"skeleton {look}")


def skeleton_card() -> rx.Component:
    """A card: headline, two quiet lines, tags, price and button."""
    return rx.el.div(
        skeleton_line("h-6 w-3/4"),
        skeleton_line("h-4 w-1/2"),
        skeleton_line("h-4 w-2/3"),
        rx.el.div(
            skeleton_line("h-7 w-20 rounded-full"), skeleton_line("h-7 w-24 rounded-full"), class_name="flex gap-2"
        ),
        rx.el.div(
            skeleton_line("h-7 w-20"),
            skeleton_line("h-11 w-24 rounded-full"),
            class_name="mt-auto flex items-center justify-between pt-2",
        ),
        class_name="flex flex-col gap-3 rounded-3xl border border-line bg-surface p-5",
    )


def skeleton_cards(count: int = 3) -> rx.Component:
    """A grid of cards on their way."""
    return rx.el.div(
        *(skeleton_card() for _ in range(count)),
        class_name="grid gap-4 sm:grid-cols-2 lg:grid-cols-3",
        custom_attrs={"aria-busy": "true", "aria-label": "Loading", "role": "status"},
    )
