"""The way to the receipt of a payment, with the reader's time zone."""

import reflex as rx

from peerlearn.domain import receipts
from peerlearn.settings import settings
from peerlearn.ui import theme
from peerlearn.ui.widgets.browser_part import BrowserPart
from peerlearn.ui.widgets.icon import icon

RECEIPT = "Receipt"


class ZonedLink(BrowserPart):
    """A link whose address gets the reader's zone; `label` is its name for readers."""

    library = rx.asset("zoned_link.jsx", shared=True).importable_path
    tag = "ZonedLink"

    href: rx.Var[str]
    label: rx.Var[str]


def receipt_link(payment_id: rx.Var[int], number: rx.Var[str]) -> rx.Component:
    """Gives the PDF; not there while there is no number."""
    address = f"{settings.door(receipts.DOOR)}/{payment_id.to_string()}.pdf"
    link = ZonedLink.create(
        icon("receipt", size="size-5"),
        RECEIPT,
        href=address,
        label=f"{RECEIPT} {number}",
        class_name=theme.QUIET_BUTTON,
    )
    return rx.cond(number != "", link)
