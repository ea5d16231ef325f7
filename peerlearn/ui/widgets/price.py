"""An amount of money, as queries write it: `str(Money(...))`, rupees in Indian grouping."""

from typing import Literal

import reflex as rx

Size = Literal["usual", "large"]
_SIZES: dict[Size, str] = {"usual": "text-xl", "large": "text-3xl"}


def price(amount: rx.Var[str] | str, *, per: str = "", size: Size = "usual") -> rx.Component:
    """The amount, and what one gets for it, as in `per="60 min"`."""
    return rx.el.span(
        rx.el.span(amount, class_name=f"font-display font-bold tabular-nums text-ink {_SIZES[size]}"),
        rx.el.span(f" / {per}", class_name="text-sm text-quiet") if per else rx.fragment(),
        class_name="whitespace-nowrap",
    )
