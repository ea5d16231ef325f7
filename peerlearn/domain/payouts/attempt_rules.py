"""How far a payout at RazorpayX has come, when we ask again, and when we try anew: pure decisions, no gateway."""

import enum
from dataclasses import dataclass
from datetime import timedelta

from peerlearn.domain.payouts.rules import Destination, DestinationKind
from peerlearn.kit.money import Money

MOST_TRIES = 3
TRY_AGAIN_AFTER = (timedelta(minutes=5), timedelta(hours=1))  # a bank that is offline needs a while

# An answer is there within seconds as a rule; a payout may stay with the bank for days, and come back after that.
ASK_AFTER = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
)
THEN_EVERY = timedelta(days=1)
MAY_COME_BACK_FOR = timedelta(days=7)  # three working days, with a holiday or two

UPI_MOST = Money.rupees(1_00_000)
IMPS_MOST = Money.rupees(5_00_000)


class PayoutStatus(enum.StrEnum):
    """Where one payout is; only ever forward, as `rank` says."""

    REQUESTED = "requested"  # written down; RazorpayX may not know of it yet
    PENDING = "pending"  # waits for an approver
    QUEUED = "queued"  # waits for funds
    SCHEDULED = "scheduled"
    PROCESSING = "processing"  # with the bank
    PROCESSED = "processed"  # sent; the bank may still return it
    FAILED = "failed"
    REJECTED = "rejected"  # by the approver
    CANCELLED = "cancelled"
    REVERSED = "reversed"  # returned by the bank

    @property
    def rank(self) -> int:
        """How far this is; of those that rank alike the first that is heard of stays."""
        return _RANKS[self]

    @property
    def under_way(self) -> bool:
        """Whether it may still be paid."""
        return self.rank < _RANKS[PayoutStatus.PROCESSED]

    @property
    def came_to_nothing(self) -> bool:
        """Whether the money is here (again) for good."""
        return not self.under_way and self is not PayoutStatus.PROCESSED


_RANKS = {
    PayoutStatus.REQUESTED: 0,
    PayoutStatus.PENDING: 1,
    PayoutStatus.QUEUED: 2,
    PayoutStatus.SCHEDULED: 2,
    PayoutStatus.PROCESSING: 3,
    PayoutStatus.PROCESSED: 4,
    PayoutStatus.FAILED: 4,
    PayoutStatus.REJECTED: 4,
    PayoutStatus.CANCELLED: 4,
    PayoutStatus.REVERSED: 5,
}
# Trying again does not open an account; somebody has to say first where the money should go instead.
HOPELESS = frozenset(
    {"bank_account_invalid", "bank_account_closed", "bank_account_frozen", "imps_not_allowed", "refused"}
)


@dataclass(frozen=True)
class Payout:
    """One payout as RazorpayX has it; `fee` includes `tax`. A refused one has no id."""

    status: PayoutStatus
    payout_id: str = ""
    fee: Money = Money(0)
    tax: Money = Money(0)
    utr: str = ""
    reason: str = ""
    words: str = ""

    @property
    def reference(self) -> str:
        """What its receiver can ask their bank about."""
        return self.utr or self.payout_id


def merged(held: PayoutStatus, reported: PayoutStatus) -> PayoutStatus:
    """Where a payout is after one more report, in whatever order and however often reports arrive."""
    return max(held, reported, key=lambda status: status.rank)


def tries_again(number: int, payout: Payout) -> bool:
    """Whether a payout that failed is made anew by itself, as a payout of its own."""
    return payout.status is PayoutStatus.FAILED and number < MOST_TRIES and payout.reason not in HOPELESS


def mode_for(destination: Destination, amount: Money) -> str:
    """How the money travels: at once where the amount allows it."""
    if destination.kind is DestinationKind.UPI:
        return "UPI"
    return "IMPS" if amount <= IMPS_MOST else "NEFT"


def pause_before(step: int) -> timedelta:
    """How long until the question after so many."""
    return ASK_AFTER[step] if step < len(ASK_AFTER) else THEN_EVERY
