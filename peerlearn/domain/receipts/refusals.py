"""The ways a receipt says no."""

from peerlearn.kit.refusal import NotAllowed, Refusal


class NotYourReceipt(NotAllowed):
    """Someone else's, or none at all; the same answer for both."""

    message = "This receipt is not yours."


class UnknownState(Refusal):
    """No state of India has this code."""

    message = "Please choose one of the states in the list."
