"""An address that leads to nothing, said plainly, with the way on."""

import reflex as rx

from peerlearn.ui import theme

HOME = "See what is on"


def nothing_here(what: str, why: str) -> rx.Component:
    """What is not there, why that may be, and the way to the start page."""
    return rx.el.section(
        rx.el.h1(what, class_name=theme.HEADLINE),
        rx.el.p(why, class_name="text-lg"),
        rx.el.a(HOME, href="/", class_name=theme.BUTTON),
        class_name=theme.PANEL + " flex flex-col items-start gap-4",
    )
