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
