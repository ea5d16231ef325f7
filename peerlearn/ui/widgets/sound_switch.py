"""The switch that makes messages silent on this device."""

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart

LABEL = "Sound with messages"
BESIDE = rx.asset("chime.js", shared=True)


class SoundSwitch(BrowserPart):
    """The browser remembers the choice; it is nobody else's business."""

    library = rx.asset("sound_switch.jsx", shared=True).importable_path
    tag = "SoundSwitch"

    label: rx.Var[str]


def sound_switch(**props) -> rx.Component:
    """Belongs on the settings page."""
    return rx.el.div(SoundSwitch.create(label=LABEL, **props), class_name="min-h-11")
