"""A person in a circle: their photo, or the first letters of their name."""

from typing import Any

import reflex as rx

from peerlearn.ui.widgets.either import when


def avatar(name: Any, photo: Any = "", *, size: str = "size-11") -> rx.Component:
    """Purely to look at: the name stands beside it.

    Args:
        name: whose letters it shows.
        photo: the address of a picture, which then covers the letters.
        size: Tailwind classes for the circle, and for the letters when it is large.
    """
    return rx.el.span(
        *_initials(name),
        when(
            photo != "",
            rx.el.img(src=photo, alt="", loading="lazy", class_name="absolute inset-0 size-full object-cover"),
        ),
        class_name=(
            "relative inline-grid shrink-0 grid-flow-col place-content-center overflow-hidden rounded-full "
            f"bg-lilac font-display font-medium uppercase text-on-lilac {size}"
        ),
        custom_attrs={"aria-hidden": "true"},
    )


def _photo(address: Any) -> rx.Component:
    return rx.el.img(src=address, alt="", loading="lazy", class_name="absolute inset-0 size-full object-cover")


def _initials(name: Any) -> tuple[Any, Any]:
    """Of the first name and of the last, whether the name is known now or in the browser only."""
    words = name.split(" ")
    several = words.length() > 1 if isinstance(words, rx.Var) else len(words) > 1
    return name[:1], when(several, words[-1][:1])
