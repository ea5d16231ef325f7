"""The admins' payments: a word when the payment service has stopped reporting by itself."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.admin.state import AdminState
from peerlearn.ui.widgets.local_time import local_time

TITLE = "The payment service does not report any more"
COUNT = "Payments since its last report: "
LAST, NEVER = "Last report: ", "It has never reported."
WHAT_TO_DO = (
    "No money is lost, each payment was found by asking, but people wait longer for it. Look at Razorpay's dashboard, "
    "Settings, Webhooks: it disables a webhook that was not answered for a day. Enable it again."
)


def silence_notice() -> rx.Component:
    """Nothing while the gateway reports as it should."""
    return rx.cond(
        AdminState.unreported > 0,
        rx.el.section(
            rx.el.h2(TITLE, class_name=theme.TITLE),
            rx.el.p(COUNT, rx.el.strong(AdminState.unreported, class_name="tabular-nums")),
            rx.cond(
                AdminState.last_report == "",
                rx.el.p(NEVER),
                rx.el.p(LAST, local_time(moment=AdminState.last_report)),
            ),
            rx.el.p(WHAT_TO_DO, class_name=theme.QUIET),
            id="silence",
            role="alert",
            class_name=theme.PANEL.replace("border-line", "border-danger") + " flex flex-col gap-2",
        ),
    )
