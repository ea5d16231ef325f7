"""Says that the page lost the server, that it is trying, and that it is back."""

import reflex as rx
from reflex_components_core.core.banner import connection_errors_count

from peerlearn.ui.widgets.browser_part import BrowserPart

WORDS = {
    "reconnecting": "Reconnecting… ({now} of {all})",
    "kept": "What you typed is kept.",
    "lost": "There is no connection.",
    "offline": "You are offline.",
    "retry": "Retry?",
    "still_lost": "Still no connection. We keep trying; what you typed is kept.",
    "back": "Back online",
}


class ConnectionBanner(BrowserPart):
    """Shown after two seconds without the server; in the room the call goes on meanwhile."""

    library = rx.asset("connection_banner.jsx", shared=True).importable_path
    tag = "ConnectionBanner"

    errors: rx.Var[int]
    words: rx.Var[dict[str, str]]


@rx.memo
def connection_banner() -> rx.Component:
    """The banner, wired to the page's own socket."""
    return ConnectionBanner.create(errors=connection_errors_count, words=WORDS)
