"""What a report of the gateway says, in our words, and which days to ask about: no database, no gateway."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from peerlearn.domain.payments import INDIA

LONGEST_DESCRIPTION = 200
LOOK_BACK = timedelta(days=7)  # a report may be late, and whoever asks may have been away
ASKED_ABOUT_FOR = timedelta(days=30)  # what does not fit is asked about daily for so long after its settlement


class LineKind(enum.StrEnum):
    """What a line of a report is about."""

    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"  # deducted because a bank questions a payment, or returned: the dispute itself books it
    ADJUSTMENT = "adjustment"  # whatever else the gateway gave or took


@dataclass(frozen=True)
class Line:
    """One line of a report; ids are the gateway's, amounts paise. The tax is contained in the fee."""

    settlement_id: str
    kind: LineKind
    razorpay_id: str
    amount_paise: int
    credit_paise: int
    debit_paise: int
    fee_paise: int = 0
    tax_paise: int = 0
    order_id: str = ""
    payment_id: str = ""
    description: str = ""


@dataclass(frozen=True)
class Sum:
    """One settlement that has reached the bank."""

    razorpay_id: str
    amount_paise: int
    utr: str
    settled_at: datetime


@dataclass(frozen=True)
class Parts:
    """What a settlement is made of: of payments, refunds and disputes, and of what the gateway gave or took besides."""

    of_payments: int
    of_adjustments: int

    @property
    def total(self) -> int:
        """What reached the bank."""
        return self.of_payments + self.of_adjustments


def parts_of(lines: Iterable[tuple[str, int]]) -> Parts:
    """Add up the lines of a settlement, each by its kind and what it adds in paise."""
    known = list(lines)
    adjusted = sum(paise for kind, paise in known if kind == LineKind.ADJUSTMENT)
    return Parts(sum(paise for _, paise in known) - adjusted, adjusted)


def day_of(moment: datetime) -> date:
    """The day of a moment by the gateway's calendar."""
    return moment.astimezone(INDIA).date()


def days_to_ask_about(now: datetime, *, known_until: datetime | None, began_at: datetime | None) -> list[date]:
    """The days whose reports to fetch, the oldest first.

    Args:
        now: the moment.
        known_until: the moment of the newest settlement that is known.
        began_at: when the first money came; what was settled since then is asked about once, if nothing is known yet.
    """
    today = day_of(now)
    first = today - LOOK_BACK
    if known_until is not None:
        first = min(first, day_of(known_until) - LOOK_BACK)
    elif began_at is not None:
        first = min(first, day_of(began_at))
    return [first + timedelta(days=number) for number in range((today - first).days + 1)]
