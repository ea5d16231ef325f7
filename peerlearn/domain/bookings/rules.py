"""The life of a booking, and when a session can be booked: pure decisions."""

import enum
from collections.abc import Sequence
from datetime import datetime, timedelta

HOLD_FOR = timedelta(minutes=10)
MOST_HOLDS = 3  # sessions that one learner keeps from everybody else without having paid
RELEASE_HOLD = "release_hold"  # the job at the end of a hold
CANCEL_UNANSWERED = "cancel_unanswered"  # the job at the start of a session that was asked for
LAPSE_PROPOSAL = "lapse_proposal"  # the job at the moment from which another time can no longer be agreed on


class CancelReason(enum.StrEnum):
    """Why a booking that was paid came to nothing."""

    NOT_FREE = "not_free"  # its money came when the session was gone
    UNANSWERED = "unanswered"
    LEARNER = "learner"
    LEARNER_LATE = "learner_late"  # too near to the start for the money to go back
    MENTOR = "mentor"
    MENTOR_ABSENT = "mentor_absent"
    LEARNER_ABSENT = "learner_absent"
    BOTH_ABSENT = "both_absent"


# How long before the start a learner may cancel a confirmed session, and whether the money goes back then; the
# first line that fits counts. A mentor's cancelling, and a request that nobody answered, always give it back.
CANCELLATION: Sequence[tuple[timedelta, bool]] = ((timedelta(hours=24), True), (timedelta(), False))
FREE_NOTICE = min(notice for notice, back in CANCELLATION if back)
FREE_NOTICE_WORDS = f"{FREE_NOTICE // timedelta(hours=1)} hours"


class BookingStatus(enum.StrEnum):
    """Where a booking is."""

    HELD = "held"  # a checkout is open
    PENDING = "pending"  # paid, the mentor has not answered
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    EXPIRED = "expired"  # never paid
    CANCELLED = "cancelled"  # paid, but could not be
    COMPLETED = "completed"


class ProposalStatus(enum.StrEnum):
    """What became of another time that one of the two proposed."""

    OPEN = "open"
    ACCEPTED = "accepted"
    KEPT = "kept"  # the other one rather keeps the old time
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


OPEN = frozenset({BookingStatus.HELD, BookingStatus.PENDING, BookingStatus.CONFIRMED})
PAID = frozenset({BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.COMPLETED})
CANCELLABLE = frozenset({BookingStatus.PENDING, BookingStatus.CONFIRMED})

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


def may_be_cancelled(status: str, starts_at: datetime, now: datetime) -> bool:
    """Whether somebody may still go back on a booking."""
    return status in CANCELLABLE and starts_at > now


def goes_back(status: str, starts_at: datetime, now: datetime) -> bool:
    """Whether a learner who cancels at this moment gets the money back."""
    if status != BookingStatus.CONFIRMED:
        return True
    return next((back for notice, back in CANCELLATION if starts_at - now >= notice), False)


def free_until(status: str, starts_at: datetime) -> datetime:
    """Until when a learner who cancels gets the money back."""
    if status != BookingStatus.CONFIRMED:
        return starts_at
    return starts_at - FREE_NOTICE


def may_be_moved(status: str, starts_at: datetime, now: datetime) -> bool:
    """Whether its two people may still agree on another time."""
    return status == BookingStatus.CONFIRMED and starts_at > now


def answerable_until(starts_at: datetime, proposed: datetime) -> datetime:
    """When a proposal lapses: at the old start or at the new one, whichever comes first."""
    return min(starts_at, proposed)


def notice_kept(starts_at: datetime, counted: timedelta | None, now: datetime) -> timedelta:
    """With how much notice a learner counts as cancelling from now on, at most, when their session is moved now.

    Args:
        starts_at: the start that it is moved from.
        counted: the same of the time that it was moved before, if it was.
        now: the moment of the move.
    """
    left = starts_at - now
    return left if counted is None else min(left, counted)


def counted_start(starts_at: datetime, counted: timedelta | None, now: datetime) -> datetime:
    """The start by which cancelling is priced: the true one, unless moving it won notice that was gone already."""
    return starts_at if counted is None else min(starts_at, now + counted)


def absent(*, mentor: bool, learner: bool) -> CancelReason:
    """Who of the two did not come; one of them at least."""
    if mentor and learner:
        return CancelReason.BOTH_ABSENT
    return CancelReason.MENTOR_ABSENT if mentor else CancelReason.LEARNER_ABSENT
