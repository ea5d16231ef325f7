"""The ways a package says no."""

from peerlearn.domain.packages.rules import MOST_ON_SALE
from peerlearn.kit.refusal import NotAllowed, Refusal


class MentorsOffer(NotAllowed):
    """Somebody offers sessions that they do not teach, or withdraws what is not theirs."""

    message = "Only mentors offer packages, each their own."


class LearnersBuy(NotAllowed):
    """Mentors and admins do not take sessions."""

    message = "Only learners can buy a package."


class NotYourPackage(NotAllowed):
    """Somebody else's package, or none at all; the same answer for both."""

    message = "This package is not yours."


class TooManyOnSale(Refusal):
    """A choice of many is no choice."""

    message = f"You offer {MOST_ON_SALE} packages already. Withdraw one of them first"


class NotOnSale(Refusal):
    """The mentor has withdrawn it."""

    message = "This package is no longer offered"


class DoesNotFit(Refusal):
    """The session is another mentor's, or dearer than what the package is for."""

    message = "This package is for other sessions"


class PackageOver(Refusal):
    """It was given back, or its time has run out."""

    message = "This package is over. What was unused of it goes back to you"


class NothingUnused(Refusal):
    """All of it is booked, or on its way back already."""

    message = "There is nothing unused in this package"


class LeftChanged(Refusal):
    """What was shown before the press is no longer so."""

    message = "The number of sessions left has changed meanwhile. Please look again"
