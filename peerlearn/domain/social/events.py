"""What happened between people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MentorRated:
    """A learner rated a session of this mentor."""

    mentor_id: int
    stars: int
