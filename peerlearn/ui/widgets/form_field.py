"""One labelled field of a form, with its hint, its problem, and what the form offers to correct."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.field_help import field_help

OPTIONAL = "optional"


def form_field(
    label: str,
    control: rx.Component,
    *,
    id: str,
    problem: rx.Var[str] | str,
    hint: str = "",
    optional: bool = False,
    suggestion: rx.Var[str] | None = None,
    corrected: rx.Var[str] | None = None,
) -> rx.Component:
    """A label, the control (which must carry `id`), and below it the problem or else the hint, in the same place.

    Args:
        label: what is asked for; always visible.
        control: what is filled in; `described(id, problem, hint)` gives its attributes.
        id: of the control.
        problem: what is wrong, empty while nothing is.
        hint: how to fill it in well.
        optional: whether one may leave it empty; then it says so.
        suggestion: what was perhaps meant, to be taken with one press.
        corrected: what the form made of it, to be undone with one press.
    """
    offers = {"suggestion": suggestion, "corrected": corrected}
    offered = {name: text for name, text in offers.items() if text is not None}
    mark = rx.el.span(OPTIONAL, class_name="font-normal text-sm text-quiet") if optional else rx.fragment()
    return rx.el.div(
        rx.el.label(label, " ", mark, html_for=id, class_name=theme.LABEL),
        control,
        rx.el.div(
            rx.el.p(problem, id=f"{id}-problem", class_name="text-sm text-danger empty:hidden", role="alert"),
            _hint(id, hint, problem) if hint else rx.fragment(),
            field_help(id, **offered) if offered else rx.fragment(),
            class_name="min-h-5",
        ),
        class_name="flex flex-col gap-1.5",
    )


def text_field(label: str, *, id: str, name: str, problem: rx.Var[str], hint: str = "", **props) -> rx.Component:
    """A single-line text field; takes `optional`, `suggestion` and `corrected` as `form_field` does."""
    around = _taken_from(props)
    control = rx.el.input(id=id, name=name, **described(id, problem, hint), class_name=theme.FIELD, **props)
    return form_field(label, control, id=id, problem=problem, hint=hint, **around)


def long_text_field(label: str, *, id: str, name: str, problem: rx.Var[str], hint: str = "", **props) -> rx.Component:
    """A field for several lines."""
    around = _taken_from(props)
    props.setdefault("rows", "3")
    control = rx.el.textarea(id=id, name=name, **described(id, problem, hint), class_name=theme.FIELD, **props)
    return form_field(label, control, id=id, problem=problem, hint=hint, **around)


def described(id: str, problem: rx.Var[str] | str, hint: str = "") -> dict[str, object]:
    """What makes readers say the problem and the hint with the field."""
    sources = f"{id}-problem {id}-hint" if hint else f"{id}-problem"
    return {"aria_describedby": sources, "aria_invalid": rx.cond(problem != "", "true", "false")}


def _hint(id: str, hint: str, problem: rx.Var[str] | str) -> rx.Component:
    return rx.el.p(hint, id=f"{id}-hint", class_name=rx.cond(problem != "", "only-heard", theme.QUIET))


def _taken_from(props: dict[str, object]) -> dict[str, object]:
    return {name: props.pop(name) for name in ("optional", "suggestion", "corrected") if name in props}
