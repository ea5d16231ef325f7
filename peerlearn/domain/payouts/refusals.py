"""The ways a payout says no."""

from peerlearn.kit.money import Money
from peerlearn.kit.refusal import NotAllowed, Refusal


class NoDestination(Refusal):
    """There is nowhere to send the money to."""

    message = "Please say first where your money should go."


class TooLittle(Refusal):
    """Less than the smallest withdrawal."""

    def __init__(self, least: Money) -> None:
        super().__init__(f"The smallest withdrawal is {least}.")


class NotEnough(Refusal):
    """More than there is."""

    def __init__(self, available: Money) -> None:
        super().__init__(f"You can withdraw up to {available} now.")


class TooMuchForUpi(Refusal):
    """More than one payment by UPI may carry."""

    def __init__(self, most: Money) -> None:
        super().__init__(f"UPI carries up to {most} at once. Withdraw less, or to a bank account.")


class SentByItself(Refusal):
    """An admin decides about a withdrawal that RazorpayX has in hand."""

    message = "RazorpayX has this withdrawal in hand; what becomes of it shows here by itself."


class NothingToRetry(Refusal):
    """The withdrawal did not fail, or was asked for again already."""

    message = "This withdrawal was asked for again already."


class NoSuchWithdrawal(Refusal):
    """There is no withdrawal of that number."""

    message = "There is no such withdrawal."


class AlreadySettled(Refusal):
    """Somebody else has decided about this withdrawal already."""

    message = "This withdrawal has been dealt with already."


class DestinationGone(Refusal):
    """Its owner has deleted their account, and what it said with it."""

    message = "Where this money went is no longer known: its owner has deleted their account."


class NotYours(NotAllowed):
    """Only mentors have earnings, and only admins see to withdrawals."""
