"""Small words and numbers that say what state something is in."""

from typing import Literal

import reflex as rx

Tone = Literal["plain", "good", "notice", "danger", "chosen", "live"]
_BASE = "inline-flex w-fit items-center gap-1.5 rounded-full px-3 py-1 text-sm font-medium whitespace-nowrap "
_TONES: dict[Tone, str] = {
    "plain": "bg-well text-text",
    "good": "bg-fine/12 text-fine",
    "notice": "bg-notice/12 text-notice",
    "danger": "bg-danger/10 text-danger",
    "chosen": "bg-lilac-wash text-ink",
    "live": "bg-brand text-on-brand",
}


def badge(words: str | rx.Var[str], *, tone: Tone = "plain") -> rx.Component:
    """A state in words; the colour only underlines it. "live" has a dot that spreads."""
    dot = rx.el.span(class_name="spreading-dot") if tone == "live" else rx.fragment()
    return rx.el.span(dot, words, class_name=_BASE + _TONES[tone])


def count_badge(count: rx.Var[int], label: str | rx.Var[str]) -> rx.Component:
    """A number on a corner, as on the bell; not there at zero. The label says what is counted."""
    return rx.cond(
        count > 0,
        rx.el.span(
            rx.cond(count > 99, "99+", count.to_string()),
            rx.el.span(" ", label, class_name="sr-only"),
            class_name=(
                "absolute -right-0.5 -top-0.5 grid h-5 min-w-5 place-items-center rounded-full bg-brand px-1 "
                "text-xs font-medium tabular-nums text-on-brand ring-2 ring-surface"
            ),
        ),
    )
