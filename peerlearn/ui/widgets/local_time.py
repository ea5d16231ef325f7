"""A moment, shown in the reader's own time zone."""

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart


class LocalTime(BrowserPart):
    """`moment` is ISO 8601 in UTC; `look` is "full", "clock" or "day"."""

    library = rx.asset("local_time.jsx", shared=True).importable_path
    tag = "LocalTime"

    moment: rx.Var[str]
    look: rx.Var[str]


local_time = LocalTime.create
