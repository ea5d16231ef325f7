"""What the gateway says of disputes: one, or all of them. It is only ever asked; evidence is sent on its own pages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from peerlearn.domain.payments.dispute_rules import DisputeStatus, GatewayDispute
from peerlearn.domain.payments.razorpay_gateway import client
from peerlearn.domain.payments.tables import LONGEST_DISPUTE_REASON, LONGEST_PHASE

PAGE = 100


def dispute_with(razorpay_dispute_id: str) -> GatewayDispute:
    """One dispute, as it stands now."""
    return _dispute(client().dispute.fetch(razorpay_dispute_id))


def every_dispute() -> Iterator[GatewayDispute]:
    """All that there ever were, as they stand now."""
    asked = 0
    while True:
        found = client().dispute.all({"count": PAGE, "skip": asked})["items"]
        yield from (_dispute(entity) for entity in found)
        asked += len(found)
        if len(found) < PAGE:
            return


def _dispute(entity: dict[str, Any]) -> GatewayDispute:
    until = entity.get("respond_by")
    words = str(entity.get("reason_description") or entity.get("reason_code") or "").replace("_", " ")
    return GatewayDispute(
        razorpay_dispute_id=str(entity["id"]),
        razorpay_id=str(entity["payment_id"]),
        amount_paise=int(entity["amount"]),
        currency=str(entity["currency"]),
        deducted_paise=int(entity.get("amount_deducted") or 0),
        status=DisputeStatus(entity["status"]),
        phase=str(entity.get("phase") or "")[:LONGEST_PHASE],
        reason=words[:LONGEST_DISPUTE_REASON],
        respond_by=datetime.fromtimestamp(int(until), UTC) if until else None,
    )
