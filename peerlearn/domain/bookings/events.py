"""What happens to bookings that others must answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BookingConfirmed:
    """The mentor said yes."""

    booking_id: int


@dataclass(frozen=True)
class BookingCompleted:
    """The session took place."""

    booking_id: int


@dataclass(frozen=True)
class BookingCancelled:
    """One of the two went back on a paid booking."""

    booking_id: int


@dataclass(frozen=True)
class PaymentGivenBack:
    """An admin gave all of a payment back."""

    payment_id: int


@dataclass(frozen=True)
class BookingMoved:
    """Its two people agreed on another time."""

    booking_id: int
