"""The date-and-time field of forms."""

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart


class MomentField(BrowserPart):
    """Posts the moment as ISO 8601 in UTC under `name`, whatever zone the person is in."""

    library = rx.asset("moment_field.jsx", shared=True).importable_path
    tag = "MomentField"

    name: rx.Var[str]
    aria_describedby: rx.Var[str]
    aria_invalid: rx.Var[bool]


moment_field = MomentField.create
