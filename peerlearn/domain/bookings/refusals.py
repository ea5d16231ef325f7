"""The ways a booking says no."""

from peerlearn.kit.refusal import NotAllowed, Refusal


class SlotTaken(Refusal):
    """Somebody else has it."""

    message = "Slot taken, try another"


class SessionUnavailable(Refusal):
    """Gone, started, cancelled, or one's own."""

    message = "Session unavailable"


class BusyThen(Refusal):
    """The learner has another session at that time."""

    message = "You already have a session at that time"


class MentorBusyThen(Refusal):
    """The mentor has another confirmed session at that time."""

    message = "You already have a confirmed session at that time"


class NotYourBooking(NotAllowed):
    """Neither its learner nor its mentor, or no such booking; the same answer for both."""

    message = "This booking is not yours."


class AlreadyAnswered(Refusal):
    """The mentor has said the other thing already, or the booking is over."""

    message = "This request has been answered already"
