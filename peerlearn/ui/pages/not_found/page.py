"""Says that there is nothing here, and offers the way back."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.shell import shell


def not_found() -> rx.Component:
    """The page of a 404."""
    return shell(
        rx.el.section(
            rx.el.h1("There is nothing at this address", class_name=theme.HEADLINE),
            rx.el.p("The link may be old, or a letter may be missing."),
            rx.el.a("To the start page", href="/", class_name=theme.BUTTON),
            class_name=theme.PANEL + " flex flex-col items-start gap-4",
        )
    )
