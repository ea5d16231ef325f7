"""A field for several short words, as skills or topics: chips, with suggestions while typing."""

from collections.abc import Sequence

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart
from peerlearn.ui.widgets.form_field import described, form_field

WORDS = {"added": "Added", "removed": "Removed", "remove": "Remove", "offered": "Suggestions"}


class TagInput(BrowserPart):
    """Posts its chips under `name`, with commas between them."""

    library = rx.asset("tag_input.jsx", shared=True).importable_path
    tag = "TagInput"

    name: rx.Var[str]
    start: rx.Var[list[str]]
    suggestions: rx.Var[list[str]]
    most: rx.Var[int]
    placeholder: rx.Var[str]
    words: rx.Var[dict[str, str]]
    aria_describedby: rx.Var[str]
    aria_invalid: rx.Var[str]
    on_type: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def tag_field(
    label: str,
    *,
    id: str,
    name: str,
    problem: rx.Var[str] | str,
    hint: str = "",
    suggestions: rx.Var[list[str]] | Sequence[str] = (),
    start: rx.Var[list[str]] | Sequence[str] = (),
    **props,
) -> rx.Component:
    """The field with its label.

    Args:
        label: what is asked for.
        id: of the field one types in.
        name: under which the form posts them.
        problem: what is wrong, empty while nothing is.
        hint: how to fill it in well.
        suggestions: words to offer while typing; others may be typed all the same.
        start: the chips that are there at first.
        props: `most`, how many chips at most; `placeholder`; `on_type`, called with what was typed after a pause.
    """
    control = TagInput.create(
        id=id,
        name=name,
        suggestions=_words(suggestions),
        start=_words(start),
        words=WORDS,
        **described(id, problem, hint),
        **props,
    )
    return form_field(label, rx.el.div(control, class_name="min-h-12"), id=id, problem=problem, hint=hint)


def _words(given: rx.Var[list[str]] | Sequence[str]) -> rx.Var[list[str]] | list[str]:
    return given if isinstance(given, rx.Var) else list(given)
