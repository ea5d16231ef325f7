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


def moment_field(**props) -> rx.Component:
    """The field and the name of the person's zone; their place is kept until the browser has drawn them."""
    return rx.el.div(MomentField.create(**props), class_name="min-h-[4.25rem]")
