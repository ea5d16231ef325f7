"""What each button of the desk does; every one answers with a sentence."""

from itertools import chain

from peerlearn.sandbox.razorpay import attempts, disputes
from peerlearn.sandbox.razorpay.attempts import Payer
from peerlearn.sandbox.razorpay.desk.trouble import DAY, TROUBLE, Deed
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.gateway import Gateway
from peerlearn.sandbox.razorpay.payout_states import FOLLOWS, move
from peerlearn.sandbox.razorpay.punctual import pass_minutes
from peerlearn.sandbox.razorpay.refunds import refund_unheard, settle_refund
from peerlearn.sandbox.razorpay.settlements import settle_open

QUARTER_HOUR = 15  # minutes


def _pay(gateway: Gateway, order_id: str) -> str:
    return f"{attempts.pay(gateway, order_id, Payer())['id']} paid the order."


def _fail(gateway: Gateway, order_id: str) -> str:
    return f"{attempts.fail(gateway, order_id, 'payment_failed', Payer())['id']} failed."


def _late(gateway: Gateway, payment_id: str) -> str:
    return f"{payment_id} is {attempts.succeed_late(gateway, payment_id)['status']} after all."


def _settle(processed: bool) -> Deed:
    def settle(gateway: Gateway, refund_id: str) -> str:
        return f"{refund_id} is {settle_refund(gateway, refund_id, processed=processed)['status']}."

    return settle


def _dispute(gateway: Gateway, payment_id: str) -> str:
    return f"{disputes.open_dispute(gateway, payment_id)['id']} questions {payment_id}."


def _decide(state: str) -> Deed:
    return lambda gateway, dispute_id: f"{dispute_id} is {disputes.move(gateway, dispute_id, state)['status']}."


def _refund_unheard(gateway: Gateway, payment_id: str) -> str:
    return f"{refund_unheard(gateway, payment_id, {})['id']} gives back all that is left, and nobody is told."


def _settle_open(gateway: Gateway, _: str) -> str:
    return f"{settle_open(gateway)['id']} is in the merchant's bank account."


def _move(state: str) -> Deed:
    return lambda gateway, payout_id: f"{payout_id} is {move(gateway, payout_id, state)['status']}."


def _replay(gateway: Gateway, event_id: str) -> str:
    if not gateway.events.send_again(event_id):
        raise GatewayRefusal("The id provided does not exist")
    gateway.courier.wake()
    return "The event is on its way again, byte for byte."


def _events(enabled: bool) -> Deed:
    def switch(gateway: Gateway, _: str) -> str:
        gateway.courier.enabled, gateway.courier.disabled = enabled, False
        return "New events are sent." if enabled else "New events are withheld; each can be sent by hand."

    return switch


def _refunds(by_hand: bool) -> Deed:
    def switch(gateway: Gateway, _: str) -> str:
        gateway.refunds_settle_by_hand = by_hand
        return "New refunds wait for a button." if by_hand else "New refunds arrive at once."

    return switch


def _payouts(by_hand: bool) -> Deed:
    def switch(gateway: Gateway, _: str) -> str:
        gateway.payouts.settle_by_hand = by_hand
        return "New payouts wait for a button." if by_hand else "New payouts arrive at once."

    return switch


def _pass(minutes: int, said: str) -> Deed:
    def pass_time(gateway: Gateway, _: str) -> str:
        pass_minutes(gateway, minutes)
        return f"{said} at the bank."

    return pass_time


DEEDS: dict[str, Deed] = {
    "pay": _pay,
    "fail": _fail,
    "late": _late,
    "dispute": _dispute,
    "refund-unheard": _refund_unheard,
    "refund-processed": _settle(processed=True),
    "refund-failed": _settle(processed=False),
    "settle-open": _settle_open,
    "replay": _replay,
    "pass-time": _pass(QUARTER_HOUR, "15 minutes have passed"),
    "pass-day": _pass(DAY, "A day has passed"),
    "events-on": _events(True),
    "events-off": _events(False),
    "refunds-by-hand": _refunds(True),
    "refunds-at-once": _refunds(False),
    "payouts-by-hand": _payouts(True),
    "payouts-at-once": _payouts(False),
    **{f"dispute-{state}": _decide(state) for state in {*chain.from_iterable(disputes.FOLLOWS.values())}},
    **{f"payout-{state}": _move(state) for state in FOLLOWS},
    **TROUBLE,
}
