"""Two to five ways to look at the same thing, side by side: native radio buttons, so arrow keys work by themselves."""

from collections.abc import Sequence

import reflex as rx


def segmented(
    label: str, options: Sequence[tuple[str, str]], *, name: str, value: rx.Var[str] | str, on_change=None
) -> rx.Component:
    """One of the options is always chosen.

    Args:
        label: what is chosen, for readers.
        options: value and words of each.
        name: under which a form posts the value.
        value: which one is chosen at first.
        on_change: called with the value.
    """
    return rx.el.fieldset(
        rx.el.legend(label, class_name="sr-only"),
        *(_option(name, key, words, value, on_change) for key, words in options),
        class_name="inline-flex max-w-full gap-1 overflow-x-auto rounded-full bg-well p-1",
    )


def _option(name: str, key: str, words: str, value: rx.Var[str] | str, on_change) -> rx.Component:
    changes = {"on_change": on_change(key)} if on_change is not None else {}
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=key, default_checked=value == key, class_name="sr-only", **changes),
        words,
        class_name=(
            "grid min-h-11 cursor-pointer place-items-center whitespace-nowrap rounded-full px-5 font-medium "
            "text-text transition hover:text-ink has-checked:bg-ink has-checked:text-on-ink "
            "has-focus-visible:outline-3 has-focus-visible:outline-focus"
        ),
    )
