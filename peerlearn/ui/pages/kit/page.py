"""The whole kit on one page: each section once in the light and once in the dark."""

from collections.abc import Callable

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.kit import forms, looks, parts
from peerlearn.ui.shell import shell
from peerlearn.ui.widgets.mode_switch import mode_choice, mode_switch
from peerlearn.ui.widgets.sound_switch import sound_switch

INTRODUCTION = "Every part in every state, in the light and in the dark. Development only."
SECTIONS: tuple[tuple[str, Callable[[str], rx.Component]], ...] = (
    ("Colours", looks.colours),
    ("Words", looks.words),
    ("Icons", looks.icons),
    ("Drawings", looks.drawings),
    ("Buttons", parts.buttons),
    ("Badges and figures", parts.badges),
    ("Getting around", parts.getting_around),
    ("Cards", parts.cards),
    ("Lists", parts.lists),
    ("Forms", forms.fields),
    ("Choices", forms.choices),
    ("Over the page", parts.over_the_page),
)


def kit() -> rx.Component:
    """The page."""
    return shell(
        rx.el.div(
            rx.el.h1("The kit", class_name=theme.HEADLINE),
            rx.el.p(INTRODUCTION),
            rx.el.div(
                mode_switch(),
                mode_choice(),
                sound_switch(id="kit-sound"),
                class_name="flex flex-wrap items-center gap-4",
            ),
            class_name="flex flex-col gap-3",
        ),
        *(_section(name, draw) for name, draw in SECTIONS),
        column=theme.WIDE_COLUMN,
    )


def _section(name: str, draw: Callable[[str], rx.Component]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(name, class_name=theme.TITLE),
        rx.el.div(
            *(
                rx.el.div(
                    draw(mode),
                    class_name=f"{mode} min-w-0 rounded-3xl border border-line bg-paper p-5 text-text sm:p-6",
                )
                for mode in ("light", "dark")
            ),
            class_name="grid gap-4 lg:grid-cols-2",
        ),
        class_name="flex flex-col gap-3",
        custom_attrs={"data-kit": name},
    )
