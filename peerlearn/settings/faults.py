"""What may be made to go wrong on purpose, and how `FAULTS` says so; kit/faults.py does it."""

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass

KINDS = "crash=<point>, slow_database_ms=<1 to 10000>, failing_gateway_percent=<1 to 100>"
SLOWEST_MS, ALWAYS = 10_000, 100


class Point(enum.StrEnum):
    """Where a process may end in the middle of money; "in" means before the commit of what it says."""

    COMMITTED = "committed"  # any change is kept, and nobody has heard of it
    JOB_TAKEN = "job-taken"
    JOB_MARKED = "job-marked"  # in: the job's effects and its mark
    JOB_DONE = "job-done"
    HOLD_WRITTEN = "hold-written"  # in: booking, payment, audit, and the job that frees the hold
    ORDER_OPENED = "order-opened"  # the gateway has an order that we know nothing of
    ORDER_WRITTEN = "order-written"  # in
    PAYMENT_ASKED = "payment-asked"  # the gateway said that the learner has paid
    CAPTURE_POSTED = "capture-posted"  # in: the ledger has the money, the booking does not know
    CAPTURE_TOLD = "capture-told"  # in
    EVENT_WRITTEN = "event-written"  # in: a webhook's body is kept, the job that acts on it is not
    EVENT_KEPT = "event-kept"  # the gateway has had no answer
    EVENT_ASKED = "event-asked"
    ORDER_ASKED = "order-asked"  # the reconciler had its answer
    REFUND_WRITTEN = "refund-written"  # in
    REFUND_ASKED = "refund-asked"  # the gateway sends money back, and we do not know
    EARNINGS_POSTED = "earnings-posted"  # in
    WITHDRAWAL_WRITTEN = "withdrawal-written"  # in
    PAYEE_MADE = "payee-made"  # RazorpayX knows whom to pay, and we do not know
    PAYOUT_SENT = "payout-sent"  # RazorpayX pays, and we do not know
    PAYOUT_WRITTEN = "payout-written"  # in


@dataclass(frozen=True)
class Faults:
    """What shall go wrong in this process; nothing by default."""

    crash: Point | None = None
    slow_database_ms: int = 0
    failing_gateway_percent: int = 0

    def __bool__(self) -> bool:
        return self != Faults()

    def __str__(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in vars(self).items() if value)


def faults(text: str) -> Faults:
    """What `FAULTS` asks for."""
    given: dict[str, Point | int] = {}
    for part in filter(None, re.split(r"[\s,]+", text)):
        name, _, value = part.partition("=")
        if name not in _UNDERSTAND or name in given:
            raise ValueError(f"must be some of {KINDS}, each once, not {part!r}")
        given[name] = _UNDERSTAND[name](value)
    return Faults(**given)  # type: ignore[arg-type]


def _point(value: str) -> Point:
    if value not in set(Point):
        raise ValueError(f"crash must be one of {', '.join(Point)}, not {value!r}")
    return Point(value)


def _up_to(highest: int, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= highest:
        raise ValueError(f"must be some of {KINDS}, not {value!r}")
    return int(value)


_UNDERSTAND: dict[str, Callable[[str], Point | int]] = {
    "crash": _point,
    "slow_database_ms": lambda value: _up_to(SLOWEST_MS, value),
    "failing_gateway_percent": lambda value: _up_to(ALWAYS, value),
}
