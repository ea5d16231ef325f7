"""The switch between light and dark.

Until somebody presses it the page follows their system; from then on the browser remembers the choice. The framework
sets `light` or `dark` on <html> before the first paint, so that nothing flashes, and tokens.py does the rest.
"""

import reflex as rx
from reflex.style import color_mode, set_color_mode

from peerlearn.ui import theme
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.segmented import segmented

CHOICE = "Light or dark"
OPTIONS = (("system", "As my system"), ("light", "Light"), ("dark", "Dark"))
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


def mode_choice(name: str = "mode") -> rx.Component:
    """The whole choice, for a page of settings: also back to what the system says."""
    return segmented(CHOICE, OPTIONS, name=name, value=color_mode, on_change=set_color_mode, in_browser=True)
