"""A row of cards that scrolls sideways."""

import reflex as rx

EARLIER, LATER = "Earlier in this row", "Later in this row"


class Rail(rx.Component):
    """Give it one list (`rx.el.ul`) and a `label` that says what is in it."""

    library = rx.asset("rail.jsx", shared=True).importable_path
    tag = "Rail"

    label: rx.Var[str]
    earlier: rx.Var[str]
    later: rx.Var[str]


def rail(cards: rx.Component, *, label: str) -> rx.Component:
    """The row, its two arrows, and its name for readers."""
    rx.asset("rail.css", shared=True)
    return Rail.create(cards, label=label, earlier=EARLIER, later=LATER)
