"""The life of a booking, and when a session can be booked: pure decisions."""

import enum
from datetime import datetime, timedelta

HOLD_FOR = timedelta(minutes=10)
MOST_HOLDS = 3  # sessions that one learner keeps from everybody else without having paid
RELEASE_HOLD = "release_hold"  # the job at the end of a hold
CANCEL_UNANSWERED = "cancel_unanswered"  # the job at the start of a session that was asked for


class BookingStatus(enum.StrEnum):
    """Where a booking is."""

    HELD = "held"  # a checkout is open
    PENDING = "pending"  # paid, the mentor has not answered
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    EXPIRED = "expired"  # never paid
    CANCELLED = "cancelled"  # paid, but could not be
    COMPLETED = "completed"


OPEN = frozenset({BookingStatus.HELD, BookingStatus.PENDING, BookingStatus.CONFIRMED})
PAID = frozenset({BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.COMPLETED})

NEXT: dict[BookingStatus, frozenset[BookingStatus]] = {
    BookingStatus.HELD: frozenset({BookingStatus.PENDING, BookingStatus.EXPIRED, BookingStatus.CANCELLED}),
    BookingStatus.EXPIRED: frozenset({BookingStatus.PENDING, BookingStatus.CANCELLED}),  # late money
    BookingStatus.PENDING: frozenset({BookingStatus.CONFIRMED, BookingStatus.REJECTED, BookingStatus.CANCELLED}),
    BookingStatus.CONFIRMED: frozenset({BookingStatus.COMPLETED, BookingStatus.CANCELLED}),
    BookingStatus.REJECTED: frozenset(),
    BookingStatus.CANCELLED: frozenset(),
    BookingStatus.COMPLETED: frozenset(),
}


def may_become(now: str, then: BookingStatus) -> bool:
    """Whether a booking may go from one state to another."""
    return then in NEXT[BookingStatus(now)]


def takes_the_slot(status: str, hold_ends_at: datetime, now: datetime) -> bool:
    """Whether a booking keeps everybody else from its session at this moment."""
    if status == BookingStatus.HELD:
        return now < hold_ends_at
    return status in (BookingStatus.PENDING, BookingStatus.CONFIRMED)
