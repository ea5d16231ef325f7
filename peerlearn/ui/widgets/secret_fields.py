"""The fields for what only one person knows: a password, which can be looked at, and the code of a mail."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.browser_part import BrowserPart
from peerlearn.ui.widgets.form_field import described, form_field

WORDS = {"show": "Show the password"}
CODE_LENGTH = 6


class PasswordEye(BrowserPart):
    """The button inside the field of that id."""

    library = rx.asset("password_eye.jsx", shared=True).importable_path
    tag = "PasswordEye"

    field: rx.Var[str]
    words: rx.Var[dict[str, str]]


def password_field(
    label: str, *, id: str, name: str, problem: rx.Var[str] | str, new: bool = False, hint: str = "", **props
) -> rx.Component:
    """A password; `new` when it is chosen here, so that the browser offers to make one."""
    control = rx.el.div(
        rx.el.input(
            id=id,
            name=name,
            type="password",
            auto_complete="new-password" if new else "current-password",
            class_name=theme.FIELD + " pr-13",
            **described(id, problem, hint),
            **props,
        ),
        PasswordEye.create(field=id, words=WORDS, class_name=theme.ICON_BUTTON + " absolute right-1 top-0.5 size-10"),
        class_name="relative",
    )
    return form_field(label, control, id=id, problem=problem, hint=hint)


def code_field(label: str, *, id: str, name: str, problem: rx.Var[str] | str, hint: str = "", **props) -> rx.Component:
    """The digits of a mail: the phone offers to fill them in, and they may be pasted."""
    control = rx.el.input(
        id=id,
        name=name,
        type="text",
        input_mode="numeric",
        auto_complete="one-time-code",
        max_length=CODE_LENGTH,
        class_name=theme.FIELD + " code-field",
        **described(id, problem, hint),
        **props,
    )
    return form_field(label, control, id=id, problem=problem, hint=hint)
