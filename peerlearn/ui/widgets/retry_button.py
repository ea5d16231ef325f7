"""The button that asks again for what could not be loaded; three times, so that nobody presses in vain for ever."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.browser_part import BrowserPart

WORDS = {
    "retry": "Retry?",
    "late": "This takes longer than it should.",
    "enough": "It still does not work. Please come back in a while.",
}
PATIENCE_MS = 5000


class RetryButton(BrowserPart):
    """One action's button; it goes when what it asked for has come."""

    library = rx.asset("retry_button.jsx", shared=True).importable_path
    tag = "RetryButton"

    action: rx.Var[str]
    after_ms: rx.Var[int]
    words: rx.Var[dict[str, str]]

    on_retry: rx.EventHandler[rx.event.no_args_event_spec]


def retry_button(action: str, on_retry: rx.EventHandler) -> rx.Component:
    """Beside the words that say what could not be loaded; `action` names what is counted."""
    return RetryButton.create(action=action, on_retry=on_retry, words=WORDS, class_name=theme.QUIET_BUTTON)


def retry_when_late() -> rx.Component:
    """Beside a skeleton: after five seconds it offers to load the page again."""
    return RetryButton.create(after_ms=PATIENCE_MS, words=WORDS, class_name=theme.QUIET_BUTTON)
