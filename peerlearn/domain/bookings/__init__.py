"""Bookings: a learner's claim on a mentor's time, from the hold to the session that took place."""

from peerlearn.domain.bookings.actions import accept, give_up, hold, reject
from peerlearn.domain.bookings.consequences import complete, show_the_others, take_payment
from peerlearn.domain.bookings.events import BookingCompleted, BookingConfirmed
from peerlearn.domain.bookings.queries import (
    BookingFacts,
    Hold,
    OfferingCard,
    RequestCard,
    UpcomingCard,
    bookable_offering,
    bookable_offerings,
    booking_for_room,
    completed_of,
    hold_of,
    holders,
    requests_for,
    upcoming_for,
)
from peerlearn.domain.bookings.refusals import (
    BookedAlready,
    BusyThen,
    MentorBusyThen,
    NotWaiting,
    NotYourBooking,
    SessionBooked,
    SessionUnavailable,
    SlotTaken,
    TooLateToAccept,
    TooManyHolds,
)
from peerlearn.domain.bookings.rules import HOLD_FOR, BookingStatus
from peerlearn.domain.bookings.tally import Tally, tally

__all__ = [
    "HOLD_FOR",
    "BookedAlready",
    "BookingCompleted",
    "BookingConfirmed",
    "BookingFacts",
    "BookingStatus",
    "BusyThen",
    "Hold",
    "MentorBusyThen",
    "NotWaiting",
    "NotYourBooking",
    "OfferingCard",
    "RequestCard",
    "SessionBooked",
    "SessionUnavailable",
    "SlotTaken",
    "Tally",
    "TooLateToAccept",
    "TooManyHolds",
    "UpcomingCard",
    "accept",
    "bookable_offering",
    "bookable_offerings",
    "booking_for_room",
    "completed_of",
    "complete",
    "give_up",
    "hold",
    "hold_of",
    "holders",
    "reject",
    "requests_for",
    "show_the_others",
    "take_payment",
    "tally",
    "upcoming_for",
]
