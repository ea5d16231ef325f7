"""RazorpayX in our own words: who is paid, and payouts to them. Its calls go through the one door to Razorpay.

Nothing here repeats a call by itself, touches the database, or may be called inside a unit of work. A mute or
broken gateway is `GatewayDown`, a clear no is `GatewayRefused`.
"""

from dataclasses import dataclass
from typing import Any

from peerlearn.domain.payments import GatewayDown, GatewayRefused, PaymentsNotSetUp, razorpay_gateway
from peerlearn.domain.payouts.attempt_rules import Payout, PayoutStatus, mode_for
from peerlearn.domain.payouts.rules import Destination, DestinationKind
from peerlearn.kit.money import Money
from peerlearn.settings import settings

SHORTEST_NAME, LONGEST_NAME = 3, 50
AT_FAULT = 400  # what is wrong with the request itself; other refusals are about keys, addresses and pace
LONGEST_WORDS = 200
NARRATION = "PeerLearn earnings"

Entity = dict[str, Any]


@dataclass(frozen=True)
class Order:
    """One payout to be made: the same key and all the rest the same is the same payout."""

    key: str
    fund_account_id: str
    destination: Destination
    amount: Money


def ready() -> bool:
    """Whether an account is configured that money can leave from."""
    return settings.payouts_ready


def require_account() -> None:
    """Stop here when there is none.

    Raises:
        PaymentsNotSetUp.
    """
    if not ready():
        raise PaymentsNotSetUp()


def contact(user_id: int, name: str) -> str:
    """The id of a person at RazorpayX; asked again with the same name, it is the same."""
    tidy = name[:LONGEST_NAME] if len(name) >= SHORTEST_NAME else f"{name} at PeerLearn"
    body = {"name": tidy, "type": "vendor", "reference_id": f"user-{user_id}"}
    return str(razorpay_gateway.client().post("/v1/contacts", body)["id"])


def fund_account(contact_id: str, destination: Destination) -> str:
    """The id of somebody's bank account or UPI address; asked again, it is the same."""
    if destination.kind is DestinationKind.UPI:
        details: Entity = {"account_type": "vpa", "vpa": {"address": destination.vpa}}
    else:
        bank = {"name": destination.holder, "ifsc": destination.ifsc, "account_number": destination.number}
        details = {"account_type": "bank_account", "bank_account": bank}
    return str(razorpay_gateway.client().fund_account.create({"contact_id": contact_id, **details})["id"])


def send(order: Order) -> Payout:
    """Make a payout, once for each key; a no that is about this payout itself is a payout that failed."""
    body = {
        "account_number": settings.razorpayx_account_number,
        "fund_account_id": order.fund_account_id,
        "amount": order.amount.paise,
        "currency": "INR",
        "mode": mode_for(order.destination, order.amount),
        "purpose": "payout",
        "queue_if_low_balance": True,
        "reference_id": order.key,
        "narration": NARRATION,
    }
    return _payout(razorpay_gateway.client().post("/v1/payouts", body, headers={"X-Payout-Idempotency": order.key}))


def payout(payout_id: str) -> Payout:
    """One payout, as it stands now."""
    return _payout(razorpay_gateway.client().get(f"/v1/payouts/{payout_id}", {}))


def payout_with_key(key: str) -> Payout | None:
    """The payout that was made under a key, if there is one."""
    account = settings.razorpayx_account_number
    found = razorpay_gateway.client().get("/v1/payouts", {"account_number": account, "reference_id": key})
    made = [entity for entity in found["items"] if entity["reference_id"] == key]
    return _payout(made[0]) if made else None


def refused(refusal: GatewayRefused) -> Payout:
    """What a clear no means for a payout that RazorpayX knows nothing of.

    Raises:
        GatewayDown: when the no is about us, not about the payout.
    """
    if refusal.status != AT_FAULT:
        raise GatewayDown(f"RazorpayX refused us ({refusal.status}): {refusal}") from refusal
    return Payout(PayoutStatus.FAILED, reason="refused", words=refusal.description[:LONGEST_WORDS])


def signed_webhook(body: bytes, signature: str) -> bool:
    """Whether RazorpayX signed exactly these bytes for our webhook of payouts."""
    return razorpay_gateway.signed_with(settings.razorpayx_webhook_secret, body, signature)


def _payout(entity: Entity) -> Payout:
    details = entity.get("status_details") or {}
    return Payout(
        status=PayoutStatus(entity["status"]),
        payout_id=str(entity["id"]),
        fee=Money(int(entity.get("fees") or 0)),
        tax=Money(int(entity.get("tax") or 0)),
        utr=str(entity.get("utr") or ""),
        reason=str(details.get("reason") or ""),
        words=str(details.get("description") or "")[:LONGEST_WORDS],
    )
