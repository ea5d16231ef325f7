"""The icons: one outline family, 20 px on phones and 24 px elsewhere."""

import reflex as rx

from peerlearn.ui.widgets.icon_paths import PATHS

SIZE = "size-5 md:size-6"


def icon(name: str, *, size: str = SIZE, look: str = "") -> rx.Component:
    """An outline by its name in icon_paths.py, in the colour of the words around it; readers pass it over.

    Args:
        name: what it means, as in `icon("play")`.
        size: Tailwind classes, when it shall not have the usual size.
        look: further Tailwind classes; `fill-current` makes a star solid.
    """
    return rx.el.svg(
        *(rx.el.path(d=path) for path in PATHS[name]),
        view_box="0 0 24 24",
        class_name=f"icon shrink-0 {size} {look}".strip(),
        custom_attrs={"aria-hidden": "true"},
    )
