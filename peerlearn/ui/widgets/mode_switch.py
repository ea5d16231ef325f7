"""The switch between light and dark.

Until somebody presses it the page follows their system; from then on the browser remembers the choice. The framework
sets `light` or `dark` on <html> before the first paint, so that nothing flashes, and tokens.py does the rest.
"""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.icon import icon

NAME = "Switch between light and dark"


def mode_switch() -> rx.Component:
    """A round button that shows where it leads: a moon in the light, a sun in the dark."""
    return rx.el.button(
        icon("moon", look="dark:hidden"),
        icon("sun", look="hidden dark:block"),
        type="button",
        on_click=rx.toggle_color_mode,
        class_name=theme.ICON_BUTTON,
        custom_attrs={"aria-label": NAME, "data-mode-switch": ""},
    )
