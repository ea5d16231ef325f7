"""A form that the browser posts by itself: for the doors that set or clear the sign-in cookie."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class NativeForm(BaseHTML):
    """Unlike `rx.el.form` it does not prevent the browser's own post."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


native_form = NativeForm.create
