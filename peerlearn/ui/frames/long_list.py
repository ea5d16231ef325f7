"""What stands over and under a long list: a search, choices, the way to a table, and more of the same."""

from typing import Any

import reflex as rx

from peerlearn.kit.search import LONGEST_SEARCH
from peerlearn.settings import settings
from peerlearn.ui import theme

EXPORT, SEARCH = "Export as CSV", "Search"
_ENCODED: rx.vars.FunctionStringVar = rx.vars.FunctionStringVar.create("encodeURIComponent")


def titled(title: str | rx.Var[str], door: str, **asked: rx.Var[str]) -> rx.Component:
    """The heading of a list, and beside it the link of `export`."""
    return rx.el.div(
        rx.el.h2(title, class_name=theme.TITLE),
        export(door, **asked),
        class_name="flex flex-wrap items-center justify-between gap-3",
    )


def export(door: str, **asked: rx.Var[str]) -> rx.Component:
    """Gives all of a list, as filtered, as a table; the page stays as it is, and connected.

    Args:
        door: the path from which the table comes.
        asked: what the door is asked for: the filter as it is.
    """
    wanted = "&".join(f"{name}={_ENCODED.call(value).to(str)}" for name, value in asked.items())
    return rx.el.a(
        EXPORT,
        id="export",
        href=settings.door(door) + (f"?{wanted}" if wanted else ""),
        download=True,
        class_name=theme.QUIET_BUTTON,
        custom_attrs={"reloadDocument": True},  # no page of ours
    )


def search_field(id: str, hint: str, *, value: rx.Var[str], on_change: Any, key: rx.Var[str]) -> rx.Component:
    """Words to look for; the list follows while they are typed. With another `key` it is a new field."""
    field = rx.el.input(
        id=id,
        key=key,
        type="search",
        placeholder=hint,
        default_value=value,
        max_length=LONGEST_SEARCH,
        auto_complete="off",
        on_change=on_change.debounce(300),
        class_name=theme.FIELD,
    )
    return labelled(SEARCH, id, field, "grow basis-full sm:basis-64")


def choice(
    label: str, id: str, options: tuple[tuple[str, str], ...], *, value: rx.Var[str], on_change: Any
) -> rx.Component:
    """One of several kinds, or all of them."""
    listed = (rx.el.option(words, value=key) for key, words in options)
    select = rx.el.select(*listed, id=id, value=value, on_change=on_change, class_name=theme.FIELD)
    return labelled(label, id, select, "grow")


def labelled(words: str, id: str, control: rx.Component, look: str) -> rx.Component:
    """A control under its word."""
    label = rx.el.label(words, html_for=id, class_name=theme.LABEL)
    return rx.el.div(label, control, class_name=f"flex min-w-0 flex-col gap-1.5 {look}")


def with_more(listed: rx.Component, words: str, more: rx.Var[bool], on_click: rx.EventHandler) -> rx.Component:
    """A part of a list, and the button that shows some more of it while there is more."""
    press = rx.el.button(words, type="button", on_click=on_click, class_name=theme.QUIET_BUTTON + " self-center")
    return rx.el.div(listed, rx.cond(more, press), class_name="flex flex-col gap-4")
