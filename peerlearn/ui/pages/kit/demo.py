"""A button that shows what a page would show by itself."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.browser_part import BrowserPart


class Demo(BrowserPart):
    """Opens its child, or with `says` gives it one more message."""

    library = rx.asset("demo.jsx", shared=True).importable_path
    tag = "Demo"

    words: rx.Var[str]
    says: rx.Var[bool]


def demo(words: str, part: rx.Component, *, id: str, says: bool = False) -> rx.Component:
    """The button and its part."""
    return Demo.create(part, words=words, says=says, id=id, class_name=theme.QUIET_BUTTON)
