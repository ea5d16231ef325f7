"""A bank questions a payment: how far that has come, and what each answer of the gateway changes. Pure decisions."""

import enum
from dataclasses import dataclass
from datetime import datetime


class DisputeStatus(enum.StrEnum):
    """How far a dispute has come; what is decided stays."""

    OPEN = "open"  # the bank asks, and waits for an answer
    UNDER_REVIEW = "under_review"  # it has the answer
    ACTION_REQUIRED = "action_required"  # it wants a better one; to the gateway the dispute is open again
    WON = "won"  # the payment stands
    LOST = "lost"  # the bank has given the money back to the learner
    CLOSED = "closed"  # the bank asks no longer

    @property
    def decided(self) -> bool:
        """Whether nothing more will happen to it."""
        return self in DECIDED


DECIDED = (DisputeStatus.WON, DisputeStatus.LOST, DisputeStatus.CLOSED)
ASKED_AGAIN_FROM = (DisputeStatus.UNDER_REVIEW, DisputeStatus.ACTION_REQUIRED)


@dataclass(frozen=True)
class GatewayDispute:
    """One dispute as the gateway has it; amounts are paise, moments aware UTC.

    `deducted_paise` is what it has taken from our balance for it so far. `respond_by` is until when it takes evidence.
    """

    razorpay_dispute_id: str
    razorpay_id: str
    amount_paise: int
    currency: str
    deducted_paise: int
    status: DisputeStatus
    phase: str
    reason: str
    respond_by: datetime | None


def followed(held: DisputeStatus, said: DisputeStatus, *, asked_again: bool = False) -> DisputeStatus:
    """Where a dispute is after one more answer; reports come late, often and in any order.

    Args:
        held: where it was.
        said: what the gateway says, which knows no state of its own for being asked again.
        asked_again: whether it has told us that the evidence was not enough.
    """
    if held.decided or said.decided:
        return held if held.decided else said
    if said is DisputeStatus.OPEN and (asked_again or held in ASKED_AGAIN_FROM):
        return DisputeStatus.ACTION_REQUIRED
    return said


def stays_gone(status: DisputeStatus, deducted_paise: int) -> int:
    """What of the deducted amount does not come back, once it is decided."""
    return deducted_paise if status in (DisputeStatus.LOST, DisputeStatus.CLOSED) else 0
