"""A file that a person gives us, with how far it is on its way."""

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart
from peerlearn.ui.widgets.form_field import form_field

WORDS = {
    "choose": "Choose a file, or drop it here",
    "progress": "Sending",
    "checking": "One moment…",
    "done": "It has arrived.",
    "stop": "Stop",
    "another": "Choose another",
    "too_large": "That file is too large.",
    "wrong_kind": "That kind of file is not taken here.",
    "lost": "It did not arrive. Please try again.",
}


class Upload(BrowserPart):
    """Posts the file as the whole body to `door`, which answers 200 with a name for it, or says in words why not."""

    library = rx.asset("upload.jsx", shared=True).importable_path
    tag = "Upload"

    name: rx.Var[str]
    door: rx.Var[str]
    accept: rx.Var[str]
    most_bytes: rx.Var[int]
    words: rx.Var[dict[str, str]]
    aria_describedby: rx.Var[str]
    on_done: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def upload_field(
    label: str,
    *,
    id: str,
    name: str,
    door: str,
    accept: str,
    most_bytes: int,
    hint: str,
    problem: rx.Var[str] | str = "",
    **props,
) -> rx.Component:
    """The field with its label.

    Args:
        label: what is asked for.
        id: of the field.
        name: under which the form posts what the door answered.
        door: the address that takes the file, see `settings.door`.
        accept: the media types it takes, with commas between.
        most_bytes: how large it may be; the door must check both again.
        hint: the same in words.
        problem: what is wrong with the form's field.
        props: `on_done`, called with what the door answered.
    """
    control = Upload.create(
        id=id,
        name=name,
        door=door,
        accept=accept,
        most_bytes=most_bytes,
        words=WORDS,
        aria_describedby=f"{id}-problem {id}-hint",
        **props,
    )
    return form_field(label, rx.el.div(control, class_name="min-h-20"), id=id, problem=problem, hint=hint)
