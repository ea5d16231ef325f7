"""Dialogs and sheets over the page: the browser's own, so that focus stays inside, Escape closes, and focus returns."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.browser_part import BrowserPart
from peerlearn.ui.widgets.icon_button import icon_button

CLOSE = "Close"
_BASE = "dialog bg-raised p-0 text-text shadow-2xl backdrop:bg-veil backdrop:backdrop-blur-xs overscroll-contain "
# On phones a dialog is the whole screen; a sheet comes from the right.
DIALOG_LOOK = _BASE + (
    "max-sm:m-0 max-sm:h-dvh max-sm:max-h-none max-sm:w-screen max-sm:max-w-none "
    "sm:m-auto sm:w-[min(36rem,calc(100vw-2rem))] sm:max-h-[calc(100dvh-3rem)] sm:rounded-3xl"
)
_SHEET = _BASE + "dialog-sheet m-0 ml-auto h-dvh max-h-none w-[min(26rem,100vw)] max-w-none sm:rounded-l-3xl"
_INSIDE = "flex min-h-full flex-col gap-5 p-5 sm:p-7"


class Modal(BrowserPart):
    """Shown while `open`; `on_close` when the person presses Escape or outside."""

    library = rx.asset("modal.jsx", shared=True).importable_path
    tag = "Modal"

    open: rx.Var[bool]
    label: rx.Var[str]
    outside_closes: rx.Var[bool]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


def dialog(*content: rx.Component, title: str | rx.Var[str], foot: rx.Component | None = None, **props):
    """A dialog with its title and a cross.

    Args:
        content: what is in it; whatever carries `data-close` closes it when pressed, as the cross does.
        title: the headline, and the name that readers hear.
        foot: the buttons, which stay in sight at its lower end.
        props: `open`; `on_close`, called by the cross, Escape and a press outside; `id`; `outside_closes=False`
            where a stray press would lose what was typed.
    """
    return Modal.create(framed(title, content, foot), class_name=DIALOG_LOOK, label=title, **props)


def sheet(*content: rx.Component, title: str | rx.Var[str], foot: rx.Component | None = None, **props):
    """The same from the right edge, in full height: menus, filters, details beside a list."""
    return Modal.create(framed(title, content, foot), class_name=_SHEET, label=title, **props)


def framed(
    title: str | rx.Var[str], content: tuple[rx.Component, ...], foot: rx.Component | None = None
) -> rx.Component:
    """The inside of a dialog: its title, the cross, the content and the buttons."""
    head = rx.el.div(
        rx.el.h2(title, class_name=theme.TITLE),
        icon_button("close", CLOSE, tip_below=True, tip_end=True, custom_attrs={"data-close": ""}),
        class_name="-mr-2.5 -mt-2 flex items-center justify-between gap-4",
    )
    buttons = "sticky bottom-0 mt-auto -mx-5 -mb-5 border-t border-line bg-raised p-5 sm:-mx-7 sm:-mb-7 sm:px-7 sm:py-5"
    end = rx.el.div(foot, class_name=buttons) if foot is not None else rx.fragment()
    return rx.el.div(head, *content, end, class_name=_INSIDE)
