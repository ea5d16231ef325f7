"""The gateway's payment window."""

from dataclasses import dataclass

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart


@dataclass(frozen=True)
class OpenOrder:
    """What the payment window needs; `attempt` differs each time it shall open. Amounts in paise.

    It closes by itself after `seconds`: then the session is no longer kept.
    """

    attempt: str = ""
    order_id: str = ""
    key_id: str = ""
    script_url: str = ""
    amount_paise: int = 0
    currency: str = "INR"
    name: str = ""
    description: str = ""
    seconds: int = 0


class Checkout(BrowserPart):
    """Opens for each new attempt."""

    library = rx.asset("checkout.jsx", shared=True).importable_path
    tag = "Checkout"

    order: rx.Var[OpenOrder]
    on_paid: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]
    on_failed: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_dismissed: rx.EventHandler[rx.event.no_args_event_spec]


checkout = Checkout.create
