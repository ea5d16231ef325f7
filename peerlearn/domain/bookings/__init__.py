"""Bookings: a learner's claim on a mentor's time, from the hold to the session that took place."""

from peerlearn.domain.bookings.actions import accept, complete, give_up, hold, reject, take_payment
from peerlearn.domain.bookings.events import BookingCompleted, BookingConfirmed, BookingRejected, BookingRequested
from peerlearn.domain.bookings.queries import (
    BookingFacts,
    OfferingCard,
    RequestCard,
    UpcomingCard,
    bookable_offerings,
    booking_for_room,
    requests_for,
    upcoming_for,
)
from peerlearn.domain.bookings.refusals import (
    AlreadyAnswered,
    BusyThen,
    MentorBusyThen,
    NotYourBooking,
    SessionUnavailable,
    SlotTaken,
)
from peerlearn.domain.bookings.rules import HOLD_FOR, BookingStatus

__all__ = [
    "HOLD_FOR",
    "AlreadyAnswered",
    "BookingCompleted",
    "BookingConfirmed",
    "BookingFacts",
    "BookingRejected",
    "BookingRequested",
    "BookingStatus",
    "BusyThen",
    "MentorBusyThen",
    "NotYourBooking",
    "OfferingCard",
    "RequestCard",
    "SessionUnavailable",
    "SlotTaken",
    "UpcomingCard",
    "accept",
    "bookable_offerings",
    "booking_for_room",
    "complete",
    "give_up",
    "hold",
    "reject",
    "requests_for",
    "take_payment",
    "upcoming_for",
]
