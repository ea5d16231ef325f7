"""How far one is in something that takes several steps."""

from collections.abc import Sequence

import reflex as rx

LABEL = "Progress"


def steps(names: Sequence[str], current: rx.Var[int] | int) -> rx.Component:
    """The steps by name; `current` counts from one. On phones only the current name is shown."""
    return rx.el.ol(
        *(_step(number, name, current) for number, name in enumerate(names, 1)),
        class_name="flex list-none gap-2 p-0",
        custom_attrs={"aria-label": LABEL},
    )


def _step(number: int, name: str, current: rx.Var[int] | int) -> rx.Component:
    now = rx.Var.create(current)
    bar = rx.cond(now >= number, "bg-brand", "bg-well")
    return rx.el.li(
        rx.el.span(class_name=["block h-1 rounded-full transition-colors", bar]),
        rx.el.span(
            f"{number}. {name}",
            class_name=[
                "mt-2 block truncate text-sm",
                rx.cond(now == number, "font-medium text-ink", "text-quiet max-sm:sr-only"),
            ],
        ),
        class_name="min-w-0 flex-1",
        custom_attrs={"aria-current": rx.cond(now == number, "step", "false")},
    )
