"""/register/: the registration on a page of its own, for who comes with its address."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.entry.register_form import TITLE, register_form
from peerlearn.ui.frames.public import public_frame


def register() -> rx.Component:
    """The whole page."""
    return public_frame(
        rx.el.section(
            rx.el.h1(TITLE, class_name=theme.HEADLINE),
            register_form(),
            class_name=theme.PANEL + " mx-auto my-10 flex w-full max-w-xl flex-col gap-5",
        ),
        has_entry=False,
    )
