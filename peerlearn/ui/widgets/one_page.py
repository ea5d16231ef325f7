"""Notices when somebody went back before the page was alive, and the browser therefore shows two pages as one."""

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart


class OnePage(BrowserPart):
    """Draws nothing."""

    library = rx.asset("one_page.jsx", shared=True).importable_path
    tag = "OnePage"


@rx.memo
def one_page() -> rx.Component:
    """Once for the whole site."""
    return OnePage.create()
