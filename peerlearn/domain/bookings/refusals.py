"""The ways a booking says no."""

from peerlearn.kit.refusal import Incomplete, NotAllowed, Refusal


class SlotTaken(Refusal):
    """Somebody else has it."""

    message = "Slot taken, try another"


class SessionUnavailable(Refusal):
    """Gone, started or cancelled."""

    message = "Session unavailable"


class BookedAlready(Refusal):
    """The learner has asked for it, or has it."""

    message = "You have booked this session already"


class BusyThen(Refusal):
    """The learner has another session at that time."""

    message = "You already have a session at that time"


class TooManyHolds(Refusal):
    """The learner keeps several sessions already, none of them paid for."""

    message = "You have several unpaid sessions on hold. Pay for one of them or close its payment, then book this one"


class MentorBusyThen(Refusal):
    """The mentor has another confirmed session at that time."""

    message = "You already have a confirmed session at that time"


class NotYourBooking(NotAllowed):
    """Neither its learner nor its mentor, or no such booking; the same answer for both."""

    message = "This booking is not yours."


class NotOfOneSession(Refusal):
    """A package: what goes back of it is what is unused."""

    message = "This payment is for a package, not for one session."


class NoSuchPayment(Refusal):
    """There is no payment with this number."""

    message = "There is no such payment."


class ReasonNeeded(Incomplete):
    """Money goes back for a reason that both people read."""

    def __init__(self) -> None:
        problem = "Please say why, in up to 200 characters"
        super().__init__({"reason": problem}, problem)


class NotWaiting(Refusal):
    """The mentor has said the other thing already, or the request is over."""

    message = "This request no longer waits for an answer"


class SessionBooked(Refusal):
    """The request is over, and somebody else has the session."""

    message = "Session already booked"


class TooLateToAccept(Refusal):
    """The session's time has come; the money is on its way back."""

    message = "This session should have begun: the learner gets the full amount back"


class NotCancellable(Refusal):
    """It never was paid, or it is over already."""

    message = "This session can no longer be cancelled"


class TooLateToCancel(Refusal):
    """The session's time has come."""

    message = "This session has begun and can no longer be cancelled. Where nobody comes, the money goes back by itself"


class TermsChanged(Refusal):
    """What was shown before the press is no longer so."""

    message = "Less time is left meanwhile, so other amounts count now. Please look again"


class NotMovable(Refusal):
    """It is not confirmed, or its time has come."""

    message = "This session can no longer be moved"


class ProposedAlready(Refusal):
    """One of the two has proposed a time that waits for an answer."""

    message = "Another time is proposed already. Answer it or take it back first"


class ProposalOver(Refusal):
    """Answered, taken back or lapsed."""

    message = "This proposal no longer waits for an answer"


class TimeTaken(Refusal):
    """One of the two has something else at the proposed time by now."""

    message = "One of you has another session at that time by now. The old time stays, unless you propose another one"
