"""What can go wrong on purpose, as buttons: calls, events, payments and an account that do not do as they should."""

from collections.abc import Callable
from typing import Any

from peerlearn.sandbox.razorpay import attempts
from peerlearn.sandbox.razorpay.attempts import Payer
from peerlearn.sandbox.razorpay.faults import Fault
from peerlearn.sandbox.razorpay.gateway import Gateway, NextPayment
from peerlearn.sandbox.razorpay.orders import order_with
from peerlearn.sandbox.razorpay.payout_states import top_up
from peerlearn.sandbox.razorpay.pending import leave_pending

Deed = Callable[[Gateway, str], str]

ONE_RUPEE, ONE_LAKH = 100, 10_000_000  # paise
LONGER_THAN_ANYBODY_WAITS = 12.0  # seconds
COPIES = 3
DAY = 24 * 60  # minutes

# The next call of the API, and what becomes of it.
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "call-500": ("500", {"answer": "500"}),
    "call-503": ("503", {"answer": "503"}),
    "call-502": ("A proxy's page", {"answer": "502_html"}),
    "call-429": ("429", {"answer": "429"}),
    "call-429-server": ("429 as a server error", {"answer": "429_server_error"}),
    "call-409": ("409", {"answer": "409"}),
    "call-401": ("401", {"answer": "401"}),
    "call-drop": ("Cut off, though done", {"answer": "drop", "committed": True}),
    "call-slow-done": ("Too late, though done", {"delay_seconds": LONGER_THAN_ANYBODY_WAITS, "committed": True}),
    "call-slow": ("Too late, and not done", {"delay_seconds": LONGER_THAN_ANYBODY_WAITS}),
    "call-events-first": ("Events before the answer", {"method": "POST", "events_first": True}),
    "refund-no-balance": ("No balance for a refund", {"answer": "no_balance", "path": "/v1/payments/*/refund"}),
}
BUTTONS = {
    "The next call meets": {deed: words for deed, (words, _) in CALLS.items()},
    "Events from now on": {
        "events-forged": "Wrong signature",
        "events-old-secret": "Old secret",
        "events-thrice": "Three times each",
        "events-backwards": "The newest first",
    },
    "And again": {"trouble-off": "Let everything go right"},
}
ORDER_BUTTONS = (
    ("pay-less", "Pay ₹1 less"),
    ("pay-more", "Pay ₹1 more"),
    ("pending", "Pending, 1 min"),
    ("pending-day", "Pending, 1 day"),
    ("window-pays", "Next window pays this"),
)


def planned_trouble(gateway: Gateway) -> list[str]:
    """What is to go wrong from now on, a sentence each."""
    said = [f"{fault['times']} × {_about(fault)}" for fault in gateway.faults.listed()]
    if gateway.settings.signing != "right":
        said.append(f"New events are signed with the {gateway.settings.signing} secret")
    if gateway.courier.copies > 1:
        said.append(f"Each event goes out {gateway.courier.copies} times")
    if gateway.courier.newest_first:
        said.append("The newest event goes out first")
    if gateway.next_payment.order_id:
        said.append(f"The next window pays {gateway.next_payment.order_id}")
    return said


def _about(fault: dict[str, Any]) -> str:
    slow = f"{fault['delay_seconds']:g} s late" if fault["delay_seconds"] else ""
    first = "events before the answer" if fault["events_first"] else ""
    what = ", ".join(part for part in (fault["answer"], slow, first) if part)
    return f"{fault['method'] or 'any call'} {fault['path']}: {what}"


def _call(deed: str) -> Deed:
    def plan(gateway: Gateway, _: str) -> str:
        words, how = CALLS[deed]
        gateway.faults.plan(Fault(**how))
        return f"The next call that fits meets this: {words}."

    return plan


def _pay(too_much: int) -> Deed:
    def pay(gateway: Gateway, order_id: str) -> str:
        amount = order_with(gateway.books, order_id)["amount"] + too_much
        return f"{attempts.pay(gateway, order_id, Payer(), amount=amount)['id']} paid another amount."

    return pay


def _pending(minutes: int) -> Deed:
    def leave(gateway: Gateway, order_id: str) -> str:
        payment = leave_pending(gateway, order_id, Payer(), minutes=minutes)
        return f"The bank answers about {payment['id']} in {minutes} min."

    return leave


def _window_pays(gateway: Gateway, order_id: str) -> str:
    gateway.next_payment = NextPayment(order_id=order_with(gateway.books, order_id)["id"])
    return f"Whoever pays next in a window pays {order_id}."


def _sign(signing: str) -> Deed:
    def switch(gateway: Gateway, _: str) -> str:
        gateway.settings.signing = signing
        return f"New events are signed with the {signing} secret."

    return switch


def _thrice(gateway: Gateway, _: str) -> str:
    gateway.courier.copies = COPIES
    return f"Each event goes out {COPIES} times."


def _backwards(gateway: Gateway, _: str) -> str:
    gateway.courier.newest_first = True
    return "Of what happens at once, the newest event goes out first."


def _right_again(gateway: Gateway, _: str) -> str:
    gateway.faults.clear()
    gateway.settings.signing, gateway.next_payment = "right", NextPayment()
    gateway.courier.copies, gateway.courier.newest_first = 1, False
    return "Everything goes right from now on."


def _empty(gateway: Gateway, _: str) -> str:
    top_up(gateway, 0)
    return "There is nothing in the account: new payouts wait, or are refused."


def _top_up(gateway: Gateway, _: str) -> str:
    top_up(gateway, gateway.payouts.balance + ONE_LAKH)
    return "The account was topped up, and what waited went off."


TROUBLE: dict[str, Deed] = {
    **{deed: _call(deed) for deed in CALLS},
    "pay-less": _pay(-ONE_RUPEE),
    "pay-more": _pay(ONE_RUPEE),
    "pending": _pending(1),
    "pending-day": _pending(DAY),
    "window-pays": _window_pays,
    "events-forged": _sign("wrong"),
    "events-old-secret": _sign("old"),
    "events-thrice": _thrice,
    "events-backwards": _backwards,
    "trouble-off": _right_again,
    "account-empty": _empty,
    "account-top-up": _top_up,
}
