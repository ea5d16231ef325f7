"""The gateway's payment window."""

from dataclasses import dataclass

import reflex as rx

from peerlearn.domain.payments import CheckoutOrder
from peerlearn.kit import ids
from peerlearn.settings import settings
from peerlearn.ui.widgets.browser_part import BrowserPart


@dataclass(frozen=True)
class OpenOrder:
    """What the payment window needs; `attempt` differs each time it shall open. Amounts in paise.

    It closes by itself after `seconds`, for what is kept that long only, and after `tries` that failed; 0 sets no end.
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
    tries: int = 0

    @classmethod
    def of(cls, order: CheckoutOrder, *, seconds: int = 0, tries: int = 0) -> "OpenOrder":
        """A new attempt to pay an order."""
        return cls(
            attempt=ids.short_id(),
            order_id=order.order_id,
            key_id=order.key_id,
            script_url=settings.checkout_script,
            amount_paise=order.amount_paise,
            currency=order.currency,
            name=order.name,
            description=order.description,
            seconds=seconds,
            tries=tries,
        )


class Checkout(BrowserPart):
    """Opens for each new attempt."""

    library = rx.asset("checkout.jsx", shared=True).importable_path
    tag = "Checkout"

    order: rx.Var[OpenOrder]
    on_paid: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]
    on_failed: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_dismissed: rx.EventHandler[rx.event.no_args_event_spec]


checkout = Checkout.create
