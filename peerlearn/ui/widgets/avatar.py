"""A person in a circle: their photo, or the first letters of their name."""

from typing import Literal

import reflex as rx

Size = Literal["small", "usual", "large"]
_SIZES: dict[Size, str] = {"small": "size-8 text-xs", "usual": "size-11 text-base", "large": "size-20 text-2xl"}


def avatar(name: rx.Var[str], photo: rx.Var[str] | str = "", *, size: Size = "usual") -> rx.Component:
    """Purely to look at: the name stands beside it. The photo fades in over the letters when it has come."""
    words = name.split(" ")
    last = rx.cond(words.length() > 1, words[-1][:1], "")
    return rx.el.span(
        name[:1],
        last,
        rx.cond(
            photo != "",
            rx.el.img(
                src=photo,
                alt="",
                loading="lazy",
                class_name="absolute inset-0 size-full object-cover",
            ),
        ),
        class_name=(
            "relative inline-grid shrink-0 grid-flow-col place-content-center overflow-hidden rounded-full "
            f"bg-lilac font-display font-medium uppercase text-on-lilac {_SIZES[size]}"
        ),
        custom_attrs={"aria-hidden": "true"},
    )
