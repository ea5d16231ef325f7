"""What may be withdrawn, and to where: pure decisions, no database."""

import enum
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete

INDIA = timezone(timedelta(hours=5, minutes=30))
SENT_WITHIN = timedelta(days=1)
BANKS_TAKE_DAYS = 3  # working days, after it was sent
SATURDAY = 5

LONGEST_REASON = 200

NO_HOLDER = "Please give the name on the account"
NO_NUMBER = "An account number has 9 to 18 digits"
NOT_THE_SAME = "The two numbers are not the same"
NO_IFSC = "An IFSC looks like HDFC0001234: four letters, a zero, six letters or digits"
NO_VPA = "A UPI ID looks like name@bank"
NO_AMOUNT = "Please give an amount in rupees, such as 900 or 900.50"
CHECK_FIELDS = "Please look at the marked fields."

_IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
_VPA = re.compile(r"[A-Za-z0-9.-]{2,80}@[A-Za-z][A-Za-z0-9]{1,18}")
_NUMBER = re.compile(r"\d{9,18}")
_HOLDER = re.compile(r"[^\W\d_][\w .'&-]{2,99}")
_AMOUNT = re.compile(r"(\d{1,7})(?:\.(\d{1,2}))?")


class DestinationKind(enum.StrEnum):
    """Where money can go."""

    BANK = "bank"
    UPI = "upi"


class Source(enum.StrEnum):
    """Whose money it is."""

    EARNINGS = "earnings"  # a mentor's
    APP_PROFIT = "app_profit"
    AMENDS = "amends"  # what mentors who called off late gave a learner


class Route(enum.StrEnum):
    """How a withdrawal leaves."""

    BY_HAND = "by_hand"  # an admin sends it and writes down the bank's reference
    RAZORPAYX = "razorpayx"  # the queue sends it by itself


class WithdrawalStatus(enum.StrEnum):
    """Where a withdrawal is."""

    PENDING = "pending"  # asked for; the amount is set aside
    COMPLETED = "completed"  # sent, with the bank's reference
    REJECTED = "rejected"  # an admin did not send it; the amount is available again
    REVERSED = "reversed"  # sent, and returned by the bank; the amount is available again
    FAILED = "failed"  # RazorpayX could not send it; the amount is available again


# What an admin may decide by hand.
FOLLOWS: dict[WithdrawalStatus, frozenset[WithdrawalStatus]] = {
    WithdrawalStatus.PENDING: frozenset({WithdrawalStatus.COMPLETED, WithdrawalStatus.REJECTED}),
    WithdrawalStatus.COMPLETED: frozenset({WithdrawalStatus.REVERSED}),
    WithdrawalStatus.REJECTED: frozenset(),
    WithdrawalStatus.REVERSED: frozenset(),
    WithdrawalStatus.FAILED: frozenset(),
}


RETRIED = "retry-"


def retry_key(withdrawal_id: int) -> str:
    """What a withdrawal that failed is asked for again under: once."""
    return f"{RETRIED}{withdrawal_id}"


@dataclass(frozen=True)
class Destination:
    """A bank account (holder, number, IFSC) or a UPI address."""

    kind: DestinationKind
    holder: str = ""
    number: str = ""
    ifsc: str = ""
    vpa: str = ""

    @property
    def masked(self) -> str:
        """As much of it as its owner needs to know it again."""
        if self.kind is DestinationKind.BANK:
            return f"{self.ifsc[:4]} account ending in {self.number[-4:]}"
        name, _, bank = self.vpa.partition("@")
        return f"UPI {name[0]}•••{name[-1]}@{bank}"


@dataclass(frozen=True)
class DestinationForm:
    """The form as typed."""

    kind: str
    holder: str = ""
    number: str = ""
    number_again: str = ""
    ifsc: str = ""
    vpa: str = ""


def understood(form: DestinationForm) -> Destination:
    """The destination that was typed.

    Raises:
        Incomplete: with a sentence per field.
    """
    read = _bank if form.kind == DestinationKind.BANK else _upi
    destination, problems = read(form)
    if problems:
        raise Incomplete(problems, CHECK_FIELDS)
    return destination


def understood_amount(typed: str) -> Money:
    """An amount in rupees, perhaps with paise.

    Raises:
        Incomplete.
    """
    found = _AMOUNT.fullmatch(re.sub(r"[₹,\s]", "", typed)) if typed.isascii() or "₹" in typed else None
    if found is None:
        raise Incomplete({"amount": NO_AMOUNT}, CHECK_FIELDS)
    return Money(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))


def there_by(asked_at: datetime) -> date:
    """The day, in India, by which a bank has credited what was asked for now: no bank works at weekends."""
    day = (asked_at + SENT_WITHIN).astimezone(INDIA).date()
    left = BANKS_TAKE_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


def _bank(form: DestinationForm) -> tuple[Destination, dict[str, str]]:
    holder, ifsc = " ".join(form.holder.split()), "".join(form.ifsc.split()).upper()
    number, again = "".join(form.number.split()), "".join(form.number_again.split())
    problems = {}
    if not _HOLDER.fullmatch(holder):
        problems["holder"] = NO_HOLDER
    if not (number.isascii() and _NUMBER.fullmatch(number)):
        problems["number"] = NO_NUMBER
    elif number != again:
        problems["number_again"] = NOT_THE_SAME
    if not (ifsc.isascii() and _IFSC.fullmatch(ifsc)):
        problems["ifsc"] = NO_IFSC
    return Destination(DestinationKind.BANK, holder=holder, number=number, ifsc=ifsc), problems


def _upi(form: DestinationForm) -> tuple[Destination, dict[str, str]]:
    vpa = form.vpa.strip()
    problems = {} if _VPA.fullmatch(vpa) else {"vpa": NO_VPA}
    return Destination(DestinationKind.UPI, vpa=vpa), problems
