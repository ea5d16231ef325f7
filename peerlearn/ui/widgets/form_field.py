"""One labelled field of a form, with its hint and its problem beside it."""

import reflex as rx

from peerlearn.ui import theme


def form_field(
    label: str, control: rx.Component, *, id: str, problem: rx.Var[str] | str, hint: str = ""
) -> rx.Component:
    """A label, the control (which must carry `id`), and the sentence that says what is wrong with it."""
    return rx.el.div(
        rx.el.label(label, html_for=id, class_name=theme.LABEL),
        control,
        rx.el.p(hint, class_name=theme.QUIET) if hint else rx.fragment(),
        rx.el.p(problem, id=f"{id}-problem", class_name=theme.PROBLEM, role="alert"),
        class_name="flex flex-col gap-1",
    )


def text_field(label: str, *, id: str, name: str, problem: rx.Var[str], hint: str = "", **props) -> rx.Component:
    """A single-line text field."""
    control = rx.el.input(id=id, name=name, **_described(id, problem), class_name=theme.FIELD, **props)
    return form_field(label, control, id=id, problem=problem, hint=hint)


def long_text_field(label: str, *, id: str, name: str, problem: rx.Var[str], hint: str = "", **props) -> rx.Component:
    """A field for several lines."""
    control = rx.el.textarea(id=id, name=name, rows="3", **_described(id, problem), class_name=theme.FIELD, **props)
    return form_field(label, control, id=id, problem=problem, hint=hint)


def _described(id: str, problem: rx.Var[str]) -> dict[str, object]:
    return {"aria_describedby": f"{id}-problem", "aria_invalid": rx.cond(problem != "", "true", "false")}
