"""The button that asks for another code."""

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.ui.widgets.browser_part import BrowserPart


class ResendButton(BrowserPart):
    """Waits as long as the server does; `sent` differs after each code."""

    library = rx.asset("resend_button.jsx", shared=True).importable_path
    tag = "ResendButton"

    sent: rx.Var[int]
    seconds: rx.Var[int]
    on_click: rx.EventHandler[rx.event.no_args_event_spec]


def resend_button(**props) -> rx.Component:
    """Give it `sent` and `on_click`."""
    return ResendButton.create(seconds=int(accounts.RESEND_AFTER.total_seconds()), **props)
