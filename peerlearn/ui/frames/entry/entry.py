"""The Python faces of entry.jsx: the dialogs, and the steps."""

from typing import Any

import reflex as rx

from peerlearn.ui.widgets.modal import DIALOG_LOOK

_LIBRARY = rx.asset("entry.jsx", shared=True).importable_path
rx.asset("entry.css", shared=True)


class EntryDialog(rx.Component):
    """Opens when a link to `path` is pressed; `on_open` hears its role and where to go afterwards."""

    library = _LIBRARY
    tag = "EntryDialog"

    path: rx.Var[str]
    label: rx.Var[str]

    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]

    @classmethod
    def create(cls, *children: Any, **props: Any) -> rx.Component:
        """The dialog in the look of the others."""
        return super().create(*children, **{"class_name": DIALOG_LOOK, **props})


class RegisterSteps(rx.Component):
    """Children are the steps in order, then the buttons; `step` is the server's, 2 until it has taken the person in."""

    library = _LIBRARY
    tag = "RegisterSteps"

    step: rx.Var[int]
    names: rx.Var[list[str]]
    words: rx.Var[dict[str, str]]


class EntryStep(rx.Component):
    """One of several forms that take each other's place; a new `name` puts the focus into its first field."""

    library = _LIBRARY
    tag = "EntryStep"

    name: rx.Var[str]
