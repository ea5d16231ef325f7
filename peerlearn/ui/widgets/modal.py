"""A modal dialog."""

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart

LOOK = (
    "m-auto w-[min(32rem,calc(100vw-2rem))] rounded-2xl bg-raised p-6 text-text shadow-xl "
    "backdrop:bg-veil backdrop:backdrop-blur-sm"
)


class Modal(BrowserPart):
    """Shown while `open`; `on_close` when the person presses Escape."""

    library = rx.asset("modal.jsx", shared=True).importable_path
    tag = "Modal"

    open: rx.Var[bool]
    label: rx.Var[str]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


def modal(*children: rx.Component, **props) -> rx.Component:
    """A dialog over the page; give it `open`, `label` and `on_close`."""
    return Modal.create(*children, class_name=LOOK, **props)
