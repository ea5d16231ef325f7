"""A choice between a few things that deserve a sentence each: radio buttons that look like cards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.icon import icon


@dataclass(frozen=True)
class Choice:
    """One of them; `drawing` is the name of an icon."""

    value: str
    drawing: str
    title: str
    words: str


def choice_cards(
    legend: str,
    choices: Sequence[Choice],
    *,
    name: str,
    value: rx.Var[str] | str = "",
    on_change: Callable[[str], Any] | None = None,
) -> rx.Component:
    """Side by side, below each other on phones.

    Args:
        legend: the question.
        choices: what there is.
        name: under which the form posts the value; the ids are `<name>-<value>`.
        value: which one is chosen at first.
        on_change: gives the event for a value that was chosen.
    """
    return rx.el.fieldset(
        rx.el.legend(legend, class_name=theme.LABEL + " pb-3"),
        rx.el.div(
            *(_card(choice, name, value, on_change) for choice in choices), class_name="grid gap-3 sm:grid-cols-2"
        ),
    )


def _card(choice: Choice, name: str, value: rx.Var[str] | str, on_change) -> rx.Component:
    id = f"{name}-{choice.value}"
    changes = {"on_change": on_change(choice.value)} if on_change is not None else {}
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=choice.value,
            id=id,
            default_checked=value == choice.value,
            class_name="only-heard",
            **changes,
        ),
        icon(choice.drawing, size="size-7"),
        rx.el.span(choice.title, class_name=theme.SUBTITLE),
        rx.el.span(choice.words, class_name=theme.QUIET),
        html_for=id,
        class_name=(
            "relative flex cursor-pointer flex-col gap-1.5 rounded-2xl border border-edge bg-surface p-4 text-ink "
            "transition hover:border-lilac hover:bg-lilac-wash has-checked:border-brand has-checked:bg-brand-wash "
            "has-checked:ring-1 has-checked:ring-brand has-focus-visible:outline-3 has-focus-visible:outline-offset-2 "
            "has-focus-visible:outline-focus"
        ),
    )
