"""Choices and repetitions that work on a state's Vars and on plain values alike.

A part made with these draws the same thing in the browser, live, and as HTML for readers without JavaScript
(plain_html.py).
"""

from collections.abc import Callable, Mapping
from typing import Any

import reflex as rx


def when(fact: Any, then: Any, otherwise: Any = "") -> Any:
    """One of two parts or values."""
    if isinstance(fact, rx.Var):
        return rx.cond(fact, then, otherwise)
    return then if fact else otherwise


def one_of(value: Any, parts: Mapping[str, Any], otherwise: Any = "") -> Any:
    """The part or value that stands beside a text in a table."""
    if isinstance(value, rx.Var):
        return rx.match(value, *parts.items(), otherwise)
    return parts.get(value, otherwise)


def each(items: Any, draw: Callable[[Any], rx.Component]) -> rx.Component:
    """A part for each item of a list."""
    if isinstance(items, rx.Var):
        return rx.foreach(items, draw)
    return rx.fragment(*(draw(item) for item in items))
