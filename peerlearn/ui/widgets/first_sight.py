"""Ends the plain HTML that a public page came with, once the live page can take its place (api/public_pages.py)."""

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart


class FirstSight(BrowserPart):
    """The plain page is shown until `over`, and the live one hidden meanwhile (assets/peerlearn.css)."""

    library = rx.asset("first_sight.jsx", shared=True).importable_path
    tag = "FirstSight"

    over: rx.Var[bool]


first_sight = FirstSight.create
