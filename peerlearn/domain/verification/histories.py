"""Whether the audit log tells a life that a booking or a withdrawal can have had, up to the state that it is in."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from sqlmodel import Session, col, select

from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.bookings.rules import BookingStatus, may_become
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.payouts.rules import WithdrawalStatus
from peerlearn.domain.payouts.tables import Withdrawal
from peerlearn.domain.verification.findings import Finding

BOOKING_DEEDS = {
    "booking.hold": BookingStatus.HELD,
    "booking.expire": BookingStatus.EXPIRED,
    "booking.give_up": BookingStatus.EXPIRED,
    "booking.request": BookingStatus.PENDING,
    "booking.accept": BookingStatus.CONFIRMED,
    "booking.reject": BookingStatus.REJECTED,
    "booking.complete": BookingStatus.COMPLETED,
}
CANCELLED = "booking.cancel."
RULE = "history-possible"
NO_WAY, ELSEWHERE = "its history goes from {now} to {then}", "its history ends at {now}, and it is {then}"

Next = Callable[[str, str], bool]


def histories_of(db: Session) -> Iterator[Finding]:
    """Steps that no booking or withdrawal can take, and states that no step led to."""
    now = dict(db.exec(select(Booking.id, Booking.status)).all())
    yield from _impossible("booking", _lives(db, "booking", _booking_state), now, _booking_next)
    sent = dict(db.exec(select(Withdrawal.id, Withdrawal.status)).all())
    yield from _impossible("withdrawal", _lives(db, "withdrawal", _withdrawal_state), sent, _withdrawal_next)


def _impossible(
    kind: str, lives: Mapping[str, list[str]], now: Mapping[int | None, str], may: Next
) -> Iterator[Finding]:
    for row, status in now.items():
        states = lives.get(f"{kind}:{row}", [])
        for before, after in pairwise(states):
            if not may(before, after):
                yield Finding(RULE, f"{kind}:{row}", NO_WAY.format(now=before, then=after))
        if states and states[-1] != status:
            yield Finding(RULE, f"{kind}:{row}", ELSEWHERE.format(now=states[-1], then=status))


def _lives(db: Session, kind: str, state_of: Callable[[str], str | None]) -> dict[str, list[str]]:
    """By the row, as the audit log names it: the states that it went through, in order."""
    told = select(AuditEntry.target, AuditEntry.action).where(
        col(AuditEntry.target).startswith(f"{kind}:"), col(AuditEntry.action).startswith(f"{kind}.")
    )
    lives: dict[str, list[str]] = {}
    for target, action in db.exec(told.order_by(col(AuditEntry.id))):
        if (state := state_of(action)) is not None:
            lives.setdefault(target, []).append(state)
    return lives


def _booking_state(action: str) -> str | None:
    return BookingStatus.CANCELLED if action.startswith(CANCELLED) else BOOKING_DEEDS.get(action)


def _booking_next(now: str, then: str) -> bool:
    return may_become(now, BookingStatus(then))


def _withdrawal_state(action: str) -> str | None:
    state = action.removeprefix("withdrawal.")
    return WithdrawalStatus.PENDING if state == "ask" else state if state in set(WithdrawalStatus) else None


def _withdrawal_next(now: str, then: str) -> bool:
    """Forward, once; what was sent may still come back."""
    if now == WithdrawalStatus.COMPLETED:
        return then == WithdrawalStatus.REVERSED
    return now == WithdrawalStatus.PENDING and then != WithdrawalStatus.PENDING
