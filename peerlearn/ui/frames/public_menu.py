"""The menu of the public pages on a phone: three lines that open a full screen from the right."""

import reflex as rx

WORDS = {"open": "Open menu", "close": "Close menu", "label": "Menu"}


class PublicMenu(rx.Component):
    """The three lines and the dialog that they open; children are its items, any of which closes it."""

    library = rx.asset("public_menu.jsx", shared=True).importable_path
    tag = "PublicMenu"

    words: rx.Var[dict[str, str]]


def public_menu(*items: rx.Component) -> rx.Component:
    """Shown on narrow screens only."""
    rx.asset("public.css", shared=True)
    return PublicMenu.create(*items, words=WORDS)
