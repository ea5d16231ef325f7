"""What happened to money that others must answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaymentCaptured:
    """The money of a booking arrived; told once, in the transaction that wrote it into the ledger."""

    payment_id: int
    booking_id: int
    learner_id: int
    mentor_id: int


@dataclass(frozen=True)
class PackageCaptured:
    """The money of a package arrived; told once, in the transaction that wrote it into the ledger."""

    payment_id: int
    learner_id: int
    mentor_id: int


@dataclass(frozen=True)
class CreditReturned:
    """A session that was booked with a credit came to nothing, and the credit is back in its package."""

    package_payment_id: int


@dataclass(frozen=True)
class GiftCaptured:
    """The money of a gift arrived; told once, in the transaction that wrote it into the ledger."""

    payment_id: int
    booking_id: int
    learner_id: int
    mentor_id: int


@dataclass(frozen=True)
class DisputeDecided:
    """A bank no longer questions a payment, whatever it decided; told once, when the books say so."""

    payment_id: int
