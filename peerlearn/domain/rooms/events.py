"""What happens in rooms that others must answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RoomEnded:
    """Both had met, and the mentor or the clock ended the session."""

    booking_id: int
