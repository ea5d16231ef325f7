"""Who may say what about a topic. Pure.

The mentor knows what was taught and may set any mark. The learner knows what is not clear yet: they may mark any
topic "needs work" and take that back, but can neither declare a topic covered nor undo what the mentor said otherwise.
"""

import enum

from peerlearn.domain.rooms import Seat

LONGEST_NEXT_STEP = 300


class Mark(enum.StrEnum):
    """How far a topic came."""

    PLANNED = "planned"
    COVERED = "covered"
    NEEDS_WORK = "needs work"


def may_mark(seat: Seat, *, before: Mark, after: Mark, own: bool) -> bool:
    """Whether whoever sits there may change a mark; `own` if they set the one before themselves."""
    if seat is Seat.MENTOR:
        return True
    return after is Mark.NEEDS_WORK or (before is Mark.NEEDS_WORK and after is Mark.PLANNED and own)
