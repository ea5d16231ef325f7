"""What a package is and costs, shown before it is paid, and the payment window behind it."""

import reflex as rx

from peerlearn.domain.bookings import CURRENT_POLICY
from peerlearn.ui import theme
from peerlearn.ui.frames.checkout import checkout
from peerlearn.ui.frames.packages.buying_state import BuyingState
from peerlearn.ui.shell import money_notice
from peerlearn.ui.widgets.modal import dialog
from peerlearn.ui.widgets.package_card import UNUSED, each_words

TITLE, NOT_NOW, PAY = "Buy this package", "Not now", "Pay"
HOW = (
    "You book each session when you like, without paying again. Your mentor confirms each one; if they decline, or you "
    f"cancel until {CURRENT_POLICY.free_notice} before the start, you can book another instead."
)


def buying_dialog() -> rx.Component:
    """Once on each page from which somebody can buy a package."""
    offer = BuyingState.offer
    return rx.fragment(
        dialog(
            rx.el.div(
                rx.el.h3(f"{offer.sessions} sessions with {offer.mentor_name}", class_name=theme.CARD_TITLE),
                rx.el.p(each_words(offer), class_name=theme.QUIET),
                class_name="flex flex-col gap-1",
            ),
            rx.el.p(HOW),
            rx.el.p(f"Valid for {offer.valid_days} days from today. {UNUSED}"),
            _cost(),
            rx.el.p(f"You save {offer.saving} against {offer.usual} each.", class_name="font-medium text-fine"),
            money_notice(),
            title=TITLE,
            id="buying",
            open=BuyingState.asking,
            on_close=BuyingState.close,
            foot=rx.el.div(
                rx.el.button(NOT_NOW, type="button", class_name=theme.QUIET_BUTTON, custom_attrs={"data-close": ""}),
                rx.el.button(
                    PAY,
                    f" {offer.total}",
                    id="package-pay",
                    type="button",
                    disabled=BuyingState.paying,
                    on_click=BuyingState.pay,
                    class_name=theme.BUTTON,
                ),
                class_name="flex justify-end gap-3",
            ),
        ),
        checkout(
            order=BuyingState.order,
            on_paid=BuyingState.paid,
            on_failed=BuyingState.failed,
            on_dismissed=BuyingState.dismissed,
        ),
    )


def _cost() -> rx.Component:
    offer = BuyingState.offer
    lines = ((f"{offer.sessions} × {offer.each}", offer.price), ("Service fee", offer.fee), ("You pay", offer.total))
    return rx.el.dl(
        *(
            rx.el.div(
                rx.el.dt(words),
                rx.el.dd(amount, class_name="font-medium tabular-nums text-ink"),
                class_name="flex justify-between border-b border-line py-2",
            )
            for words, amount in lines
        ),
        id="package-cost",
    )
