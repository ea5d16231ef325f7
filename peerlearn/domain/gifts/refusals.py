"""The ways a gift says no."""

from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete, NotAllowed, Refusal


class LearnersGive(NotAllowed):
    """Nobody gives to a learner, nor to themselves."""

    message = "Only learners can send a gift."


class MentorsThank(NotAllowed):
    """Somebody thanks for what was not given to them."""

    message = "This gift was not for you."


class NotMetYet(Refusal):
    """The session may still come to nothing, and a gift is not kept for it."""

    message = "You can send a gift once you have met."


class NotThatAmount(Incomplete):
    """No amount, or one outside the bounds."""

    def __init__(self, smallest: Money, largest: Money) -> None:
        words = f"Please give whole rupees, {smallest} to {largest}"
        super().__init__({"amount": words}, words)
