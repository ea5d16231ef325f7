"""What an admin can do about one line of a list of amounts."""

import reflex as rx

from peerlearn.ui import theme


def row_button(words: str, card: rx.Var, on_click: rx.event.EventType[()]) -> rx.Component:
    """A quiet button; whoever hears it is told whose amount it is about, too."""
    return rx.el.button(
        words,
        type="button",
        on_click=on_click,
        class_name=theme.QUIET_BUTTON,
        custom_attrs={"aria-label": f"{words}: {card.amount}, {card.name}"},
    )
