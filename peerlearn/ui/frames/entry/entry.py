"""The Python faces of entry.jsx: the dialogs, the steps of registering, and the field for six digits."""

from typing import Any

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.form_field import described, form_field
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
    """Children are the steps after the role, in order; `step` is the server's, 2 until it has taken the person in."""

    library = _LIBRARY
    tag = "RegisterSteps"

    step: rx.Var[int]
    words: rx.Var[dict[str, str]]


class CodeField(rx.Component):
    """An input that sends its form when six digits are in it."""

    library = _LIBRARY
    tag = "CodeField"

    name: rx.Var[str]
    aria_describedby: rx.Var[str]
    aria_invalid: rx.Var[str]


def code_field(label: str, *, id: str, problem: rx.Var[str], hint: str = "") -> rx.Component:
    """The labelled field for a code from a mail; its name in the form is "code"."""
    control = CodeField.create(
        id=id,
        name="code",
        **described(id, problem, hint),
        class_name=theme.FIELD + " font-display text-2xl tracking-[0.4em] max-w-56",
    )
    return form_field(label, control, id=id, problem=problem, hint=hint)
