"""The fields for what only one person knows: a password, which can be looked at, and the code of a mail."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.browser_part import BrowserPart
from peerlearn.ui.widgets.form_field import described, form_field

WORDS = {"show": "Show the password"}


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


class CodeInput(rx.Component):
    """An input that sends its form when all digits are in it."""

    library = rx.asset("code_input.jsx", shared=True).importable_path
    tag = "CodeInput"

    name: rx.Var[str]
    input_mode: rx.Var[str]
    aria_describedby: rx.Var[str]
    aria_invalid: rx.Var[str]


def code_field(
    label: str, *, id: str, problem: rx.Var[str] | str, name: str = "code", hint: str = "", **props
) -> rx.Component:
    """Six digits: the phone offers to fill them in, they may be pasted, and the last one sends them.

    Args:
        label: what is asked for.
        id: of the input.
        problem: what is wrong, empty while nothing is.
        name: under which the form posts them.
        hint: where to find them.
        props: `input_mode="text"` where something else with letters will do as well.
    """
    look = theme.FIELD + " code-field"
    control = CodeInput.create(id=id, name=name, class_name=look, **described(id, problem, hint), **props)
    return form_field(label, control, id=id, problem=problem, hint=hint)
