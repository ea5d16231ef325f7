"""Says that the page lost the server, and that it is trying."""

import reflex as rx
from reflex_components_core.core.banner import connection_errors_count

from peerlearn.ui.widgets.browser_part import BrowserPart


class ConnectionBanner(BrowserPart):
    """Shown after two seconds without the server; in the room the call goes on meanwhile."""

    library = rx.asset("connection_banner.jsx", shared=True).importable_path
    tag = "ConnectionBanner"

    errors: rx.Var[int]


@rx.memo
def connection_banner() -> rx.Component:
    """The banner, wired to the page's own socket."""
    return ConnectionBanner.create(errors=connection_errors_count)
