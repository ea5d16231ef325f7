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


def plain_rail(cards: rx.Component, *, label: str) -> rx.Component:
    """The same as rail.jsx draws at first, for plain HTML."""
    track = rx.el.div(cards, class_name="rail-track", role="group", tab_index=0, custom_attrs={"aria-label": label})
    return rx.el.div(track, class_name="rail")


def rail(cards: rx.Component, *, label: str) -> rx.Component:
    """The row, its two arrows, and its name for readers."""
    rx.asset("rail.css", shared=True)
    return Rail.create(cards, label=label, earlier=EARLIER, later=LATER)
