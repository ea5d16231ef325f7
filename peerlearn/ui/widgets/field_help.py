"""What a form offers under a field: a suggestion to take, or a correction to undo."""

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart

WORDS = {"corrected": "We changed this to", "undo": "Undo", "suggested": "Did you mean"}


class FieldHelp(BrowserPart):
    """`field` is the id of the input; an undone correction is not made again."""

    library = rx.asset("field_help.jsx", shared=True).importable_path
    tag = "FieldHelp"

    field: rx.Var[str]
    suggestion: rx.Var[str]
    corrected: rx.Var[str]
    words: rx.Var[dict[str, str]]


def field_help(field: str, *, suggestion: rx.Var[str] | str = "", corrected: rx.Var[str] | str = "") -> rx.Component:
    """Put it under the input of that id; both texts are empty while there is nothing to offer."""
    return FieldHelp.create(field=field, suggestion=suggestion, corrected=corrected, words=WORDS)
