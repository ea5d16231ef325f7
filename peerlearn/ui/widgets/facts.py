"""A few figures side by side, each with what it counts."""

import reflex as rx

from peerlearn.ui import theme


def facts(*figures: tuple[str, rx.Var | rx.Component]) -> rx.Component:
    """Pairs of words and a figure out of the database, which may be a link."""
    return rx.el.dl(
        *(
            rx.el.div(
                rx.el.dt(words, class_name=theme.QUIET),
                rx.el.dd(figure, class_name="font-display font-bold text-3xl text-ink tabular-nums"),
            )
            for words, figure in figures
        ),
        class_name=theme.PANEL + " flex flex-wrap gap-10",
    )
