"""An address that leads to nothing, said plainly, with the way on."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.picture import picture

HOME = "See what is on"


def nothing_here(what: str, why: str) -> rx.Component:
    """What is not there, why that may be, and the way to the start page."""
    return rx.el.section(
        picture("not-found", look="w-52"),
        rx.el.h1(what, class_name=theme.HEADLINE),
        rx.el.p(why, class_name="text-lg"),
        rx.el.a(HOME, href="/", class_name=theme.BUTTON),
        class_name="mx-auto flex max-w-xl flex-col items-center gap-4 py-12 text-center",
    )
