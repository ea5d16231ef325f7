"""Keeps a part of the page mounted once it was shown."""

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart


class Latch(BrowserPart):
    """Two children: what to show before `open` is first true, and what to show from then on."""

    library = rx.asset("latch.jsx", shared=True).importable_path
    tag = "Latch"

    open: rx.Var[bool]


latch = Latch.create
