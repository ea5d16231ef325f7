"""Two to five ways to look at the same thing, side by side: native radio buttons, so arrow keys work by themselves."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx


def segmented(
    label: str,
    options: Sequence[tuple[str, str]],
    *,
    name: str,
    value: rx.Var[str] | str,
    on_change: Callable[[str], Any] | None = None,
    in_browser: bool = False,
) -> rx.Component:
    """One of the options is always chosen.

    Args:
        label: what is chosen, for readers.
        options: value and words of each.
        name: under which a form posts the value.
        value: which one is chosen at first.
        on_change: called with the value; gives the event, as `State.show` does for a handler of one argument.
        in_browser: the value lives in the browser, so it is shown as it is; one that lives on the server would lag.
    """
    return rx.el.fieldset(
        rx.el.legend(label, class_name="sr-only"),
        *(_option(name, key, words, _chosen(value == key, in_browser), on_change) for key, words in options),
        class_name="inline-flex min-w-0 max-w-full gap-1 overflow-x-auto rounded-full bg-well p-1",
    )


def _chosen(chosen: rx.Var[bool] | bool, in_browser: bool) -> dict[str, Any]:
    return {"checked" if in_browser else "default_checked": chosen}


def _option(
    name: str, key: str, words: str, chosen: dict[str, Any], on_change: Callable[[str], Any] | None
) -> rx.Component:
    changes = {"on_change": on_change(key)} if on_change is not None else {}
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=key, **chosen, class_name="sr-only", **changes),
        words,
        class_name=(
            "grid min-h-11 cursor-pointer place-items-center whitespace-nowrap rounded-full px-5 font-medium "
            "text-text transition hover:text-ink has-checked:bg-ink has-checked:text-on-ink "
            "has-focus-visible:outline-3 has-focus-visible:outline-focus"
        ),
    )
