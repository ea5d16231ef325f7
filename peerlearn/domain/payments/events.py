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
class GiftCaptured:
    """The money of a gift arrived; told once, in the transaction that wrote it into the ledger."""

    payment_id: int
    booking_id: int
    learner_id: int
    mentor_id: int
