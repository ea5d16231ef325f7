"""Says that the page lost the server, that it is trying, and that it is back."""

import reflex as rx
from reflex_components_core.core.banner import connection_errors_count

from peerlearn.settings import settings
from peerlearn.ui.widgets.browser_part import BrowserPart

WORDS = {
    "reconnecting": "Reconnecting… ({now} of {all})",
    "retrying": "Retrying… ({now} of {all})",
    "kept": "What you typed is kept.",
    "lost": "There is no connection.",
    "offline": "You are offline.",
    "retry": "Retry?",
    "switching": "Switching servers…",
    "elsewhere": "Another of our servers answers. What you typed here, or a call, does not come along.",
    "switch": "Switch servers",
    "still_lost": "Still no connection. We keep trying; what you typed is kept.",
    "back": "Back online",
}

BESIDE = (rx.asset("other_site.js", shared=True), rx.asset("paused_actions.js", shared=True))


class OtherSitesState(rx.State):
    """Where else the product runs; told with the first picture of a page, for the time when nothing can be told."""

    @rx.var(initial_value=[])
    def sites(self) -> list[str]:
        """As they are set now, which a build cannot know."""
        return list(settings.fallback_urls)


class ConnectionBanner(BrowserPart):
    """Shown after two seconds without the server; in the room the call goes on meanwhile."""

    library = rx.asset("connection_banner.jsx", shared=True).importable_path
    tag = "ConnectionBanner"

    errors: rx.Var[int]
    sites: rx.Var[list[str]]
    words: rx.Var[dict[str, str]]


@rx.memo
def connection_banner() -> rx.Component:
    """The banner, wired to the page's own socket."""
    return ConnectionBanner.create(errors=connection_errors_count, sites=OtherSitesState.sites, words=WORDS)
