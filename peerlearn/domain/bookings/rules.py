"""The life of a booking, and when a session can be booked: pure decisions."""

import enum
from datetime import datetime, timedelta

from peerlearn.domain.bookings.policy import EVERYTHING, Policy, Tier

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
    LEARNER_PARTLY = "learner_partly"  # near enough to the start that only a part of the money goes back
    LEARNER_LATE = "learner_late"  # too near to the start for any of it
    MENTOR = "mentor"
    MENTOR_LATE = "mentor_late"  # so near to the start that the mentor pays the site a fee
    MENTOR_AMENDS = "mentor_amends"  # so near to the start that the mentor compensates the learner
    MENTOR_ABSENT = "mentor_absent"
    LEARNER_ABSENT = "learner_absent"
    BOTH_ABSENT = "both_absent"
    REFUNDED = "refunded"  # an admin gave the money back
    DISPUTED = "disputed"  # the learner's bank gave the money back


# Cancelled so late that the mentor is paid for the time that they kept free.
KEPT_TIME = frozenset({CancelReason.LEARNER_PARTLY, CancelReason.LEARNER_LATE})


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


def tier_at(policy: Policy, status: str, starts_at: datetime, now: datetime) -> Tier:
    """What cancelling at this moment means; it holds until the tier's notice before the start."""
    if status != BookingStatus.CONFIRMED:
        return Tier(timedelta(), EVERYTHING)
    return policy.tier_at(starts_at - now)


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
