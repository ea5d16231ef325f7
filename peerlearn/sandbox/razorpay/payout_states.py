"""How a payout moves from state to state, what that does to the account it leaves from, and who hears of it.

Imitates https://razorpay.com/docs/x/payouts/states-life-cycle/: `processed` may still become `reversed`. Each verb
is one transaction with its event; a cancelled payout is told of by no event, as at RazorpayX.
"""

import secrets

from peerlearn.sandbox.razorpay.books import Books, Entity
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.gateway import Gateway
from peerlearn.sandbox.razorpay.lookup import entity_with
from peerlearn.sandbox.razorpay.webhooks import tell

FEE, TAX = 590, 90  # paise for each payout; the fee includes the tax

FOLLOWS = {
    "pending": {"queued", "scheduled", "processing", "rejected"},
    "queued": {"processing", "cancelled", "failed"},
    "scheduled": {"processing", "cancelled", "failed"},
    "processing": {"processed", "reversed", "failed"},
    "processed": {"reversed"},
    "failed": {"reversed"},
    "reversed": set(),
    "rejected": set(),
    "cancelled": set(),
}
EVENTS = {"processing": "payout.initiated"}
UNTOLD = {"cancelled", "scheduled"}
REASONS = {
    "failed": ("beneficiary_bank_offline", "The beneficiary's bank is offline.", "beneficiary_bank"),
    "reversed": ("bank_account_closed", "The beneficiary's account is closed.", "beneficiary_bank"),
    "rejected": ("payout_rejected", "The payout was rejected by an approver.", "business"),
    "cancelled": ("payout_cancelled", "The payout was cancelled.", "business"),
    "queued": ("low_balance", "The payout waits for funds in the account.", "business"),
    "processed": ("payout_processed", "The payout was credited to the beneficiary.", "beneficiary_bank"),
}


def payout_with(books: Books, payout_id: str) -> Entity:
    """The payout, or Razorpay's refusal."""
    return entity_with(books, "pout", payout_id)


def begin(gateway: Gateway, payout: Entity) -> None:
    """Sends a new payout on its way, inside the caller's transaction: to an approver, into the queue, or off."""
    desk = gateway.payouts
    if desk.need_approval:
        tell(gateway, "payout.pending", payout=payout)
    else:
        _off_or_queued(gateway, payout)


def settle_at_once(gateway: Gateway, payout: Entity) -> None:
    """What the bank does with it while nobody pulls levers; the caller has shown it as `processing` by then."""
    if payout["status"] == "processing" and not gateway.payouts.settle_by_hand:
        _move(gateway, payout, "processed")


def move(gateway: Gateway, payout_id: str, state: str, reason: str | None = None) -> Entity:
    """Brings a payout to another state, as the bank, an approver or the merchant would."""
    with gateway.books.transaction():
        payout = payout_with(gateway.books, payout_id)
        if state not in FOLLOWS[payout["status"]]:
            raise GatewayRefusal(f"Payout cannot be {state} when it is {payout['status']}")
        if state == "processing":
            _off_or_queued(gateway, payout)
            settle_at_once(gateway, payout)
        else:
            _move(gateway, payout, state, reason)
    gateway.courier.wake()
    return payout


def top_up(gateway: Gateway, balance: int) -> None:
    """Sets what is in the account; queued payouts go off, oldest first, for as long as it lasts."""
    gateway.payouts.balance = balance
    with gateway.books.transaction():
        for payout in reversed(gateway.books.matching("payout", status="queued")):
            if _affordable(gateway, payout):
                _off_or_queued(gateway, payout)
                settle_at_once(gateway, payout)
    gateway.courier.wake()


def _affordable(gateway: Gateway, payout: Entity) -> bool:
    return bool(gateway.payouts.balance >= payout["amount"] + FEE)


def _off_or_queued(gateway: Gateway, payout: Entity) -> None:
    if _affordable(gateway, payout):
        gateway.payouts.balance -= payout["amount"] + FEE
        payout.update(fees=FEE, tax=TAX)
        _move(gateway, payout, "processing")
    elif payout["status"] == "queued":
        raise GatewayRefusal("Your account does not have enough balance to carry out the payout operation.")
    else:
        _move(gateway, payout, "queued")


def _move(gateway: Gateway, payout: Entity, state: str, reason: str | None = None) -> None:
    before = payout["status"]
    usual, description, source = REASONS.get(state, (None, None, None))
    payout["status"] = state
    payout["status_details"] = {"reason": reason or usual, "description": description, "source": source}
    if state in ("processed", "reversed") and payout["utr"] is None:
        payout["utr"] = f"{secrets.randbelow(10**12):012d}"
    if state in ("failed", "reversed") and before in ("processing", "processed"):
        gateway.payouts.balance += payout["amount"] + payout["fees"]
        payout.update(fees=0, tax=0)
    gateway.books.save(payout)
    if state not in UNTOLD:
        tell(gateway, EVENTS.get(state, f"payout.{state}"), payout=payout)
