"""A round button that is only an icon: it always has a name, and shows it."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.tooltip import tooltip


def icon_button(
    name: str, label: str | rx.Var[str], *, tip_below: bool = False, tip_end: bool = False, **props
) -> rx.Component:
    """An icon by its name, the label that readers hear and the tooltip shows, and what the button takes."""
    attributes = {"aria-label": label, **props.pop("custom_attrs", {})}
    button = rx.el.button(icon(name), type="button", class_name=theme.ICON_BUTTON, custom_attrs=attributes, **props)
    return tooltip(button, label, below=tip_below, end=tip_end)
