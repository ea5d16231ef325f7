"""What pressing feels like, everywhere: the ripple, a short buzz on phones, tooltips by a long press.

It also says aloud what parts announce (`document.dispatchEvent(new CustomEvent("speak", { detail: "…" }))`).
"""

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart


class Touch(BrowserPart):
    """One for the whole page; it comes with the messages (pop_ups.py)."""

    library = rx.asset("touch.jsx", shared=True).importable_path
    tag = "Touch"


touch = Touch.create
