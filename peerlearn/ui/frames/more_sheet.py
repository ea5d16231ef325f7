"""The sheet behind "More" in the bar on phones: it rises from the bar and goes by a swipe down."""

import reflex as rx

MORE_SHEET = "more-places"


class MoreSheet(rx.Component):
    """Children are its items; choosing a link among them closes it."""

    library = rx.asset("more_sheet.jsx", shared=True).importable_path
    tag = "MoreSheet"


def more_sheet(*items: rx.Component) -> rx.Component:
    """Opened by a button whose `popoverTarget` is MORE_SHEET."""
    return MoreSheet.create(*items, id=MORE_SHEET)
