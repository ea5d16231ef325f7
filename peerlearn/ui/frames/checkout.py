"""The gateway's payment window."""

from dataclasses import dataclass

import reflex as rx

from peerlearn.domain.payments import CheckoutOrder
from peerlearn.kit import ids
from peerlearn.settings import settings
from peerlearn.ui.widgets.browser_part import BrowserPart

TRIES = 3  # with one method, before another is suggested
RETRY = "Payment failed: {why} Retry payment?"
ANOTHER_METHOD = "Payment failed again: {why} Try another method? Card, UPI and wallets are in the same window."


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


def failed_words(failures: int, why: str) -> str:
    """What to say of the newest of so many failed tries; `why` is the gateway's own sentence, as the browser has it."""
    return (RETRY if failures < TRIES else ANOTHER_METHOD).format(why=str(why)[:120]).replace("  ", " ")


class Checkout(BrowserPart):
    """Opens for each new attempt."""

    library = rx.asset("checkout.jsx", shared=True).importable_path
    tag = "Checkout"

    order: rx.Var[OpenOrder]
    on_paid: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]
    on_failed: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_dismissed: rx.EventHandler[rx.event.no_args_event_spec]


checkout = Checkout.create
