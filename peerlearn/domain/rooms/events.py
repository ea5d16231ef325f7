"""What happens in rooms that others must answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RoomEnded:
    """Both had met, and the mentor or the clock ended the session."""

    booking_id: int


@dataclass(frozen=True)
class RoomMissed:
    """They never met: one of them, or both, did not come in time."""

    booking_id: int
    mentor_absent: bool
    learner_absent: bool
