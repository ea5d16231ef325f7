"""The ways payments say no."""

from peerlearn.domain.payments.rules import PaymentKind
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import NotAllowed, Refusal

WHAT = {PaymentKind.GIFT: "gift", PaymentKind.PACKAGE: "package"}
DONE = {PaymentKind.GIFT: "given", PaymentKind.PACKAGE: "bought"}


class PaymentsNotSetUp(Refusal):
    """No gateway keys: nothing can be charged, and nothing is simulated."""

    message = "Payments are not set up yet"


class NotYourPayment(NotAllowed):
    """Someone else's payment, or none at all; the same answer for both."""

    message = "You can only pay for your own booking."


class NotForYou(NotAllowed):
    """Only admins see to money that is owed."""


class ProofNeeded(Refusal):
    """Somebody moves money, or changes where it goes, without having shown just now who they are."""

    message = "Please confirm with your password that it is you."
    audited = True


class NothingOwed(Refusal):
    """Nothing failed here, or somebody has asked for the money to be sent again already."""

    message = "This refund has been dealt with already."


class BeingAskedFor(Refusal):
    """The gateway has not said no to this refund, or is being asked for it at this moment."""

    message = "The payment service is still being asked for this refund. Please look again in a minute."


class RefundNotPossible(Refusal):
    """More than is left of the payment, or an amount that the gateway does not send."""

    message = "This amount cannot be sent back: it is more than is left of the payment, or less than ₹1."


class PaymentDisputed(Refusal):
    """A bank questions so much of a payment that the rest is not enough."""

    message = "The learner's bank disputes this payment. What it questions can go back only once it has decided."


class NothingToGiveBack(Refusal):
    """Nothing came for this payment."""

    message = "Nothing was paid here, so nothing can go back."


class GoesBackAlready(Refusal):
    """Somebody else was faster."""

    message = "This payment has been refunded already."


class NoCreditLeft(Refusal):
    """Every session of a package is booked, or its money went back."""

    message = "There is no credit left in this package"


class AlreadyPaid(Refusal):
    """A second checkout for money that has already come."""

    def __init__(self, kind: PaymentKind) -> None:
        super().__init__(f"This {WHAT.get(kind, 'session')} is already paid.")


class PaymentNotVerified(Refusal):
    """The gateway does not stand behind what the browser says."""

    message = "We could not verify this payment. If you were charged, it is returned automatically."


class WrongAmount(PaymentNotVerified):
    """The money came, and it is more or less than was asked for."""

    def __init__(self, kind: PaymentKind, paid: Money, asked: Money) -> None:
        done = DONE.get(kind, "booked")
        super().__init__(
            f"Your bank paid {paid} instead of {asked}, so nothing was {done}. All of it is on its way back to you."
        )


class NotPaidYet(Refusal):
    """A real attempt, but no money so far; reports and the reconciler go on listening."""

    message = "Your bank has not confirmed this payment yet. This page changes as soon as it does."


class MoneyReturned(Refusal):
    """Paid, but there was nothing left to book, to give or to buy."""

    def __init__(self, kind: PaymentKind) -> None:
        done = DONE.get(kind, "booked")
        what = WHAT.get(kind, "session")
        super().__init__(f"This {what} could no longer be {done}. Your whole payment is on its way back.")


class GatewayDown(Refusal):
    """No usable answer from the gateway: nobody knows whether it acted, so ask again, with the same key."""

    message = "The payment service does not answer right now. Please try again in a minute."

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def __str__(self) -> str:
        return self.what


class GatewayRefused(Refusal):
    """The gateway understood and said no; asking again changes nothing."""

    message = "The payment service did not accept this. You were not charged."

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__()
        self.code = code
        self.status = status
        self.description = description

    def __str__(self) -> str:
        return f"{self.code}: {self.description}"
