"""When a recording may begin, which piece of it comes next, and how much is kept. Pure."""

import enum
from collections.abc import Collection, Mapping
from datetime import timedelta

ASKED_FOR = timedelta(minutes=2)  # a question that nobody answers ends
VANISHED_AFTER = timedelta(seconds=90)  # without a piece: the browser that recorded is gone
LATE_PIECES = timedelta(seconds=60)  # what was recorded before the end may arrive so long after it
LARGEST_PIECE = 900_000  # bytes: a second is an eighth of it
LARGEST_NUMBER = 2**53 - 1  # as far as a browser counts
MOST_PARTS = 50  # a part is what one recorder made: a page that was loaded anew begins another


class State(enum.StrEnum):
    """The life of a recording."""

    ASKED = "asked"
    DECLINED = "declined"  # by the other, or withdrawn, or never answered
    RECORDING = "recording"
    STOPPED = "stopped"  # it waits for its last pieces, and to be joined
    READY = "ready"
    FAILED = "failed"  # nothing in it can be played
    EXPIRED = "expired"


OPEN = (State.ASKED, State.RECORDING)


def state_after(both: Collection[int], answers: Mapping[int, bool]) -> State:
    """What a question has become by its answers: it begins only when each of the two has said yes."""
    given = [answers.get(person) for person in both]
    if False in given:
        return State.DECLINED
    return State.RECORDING if given and all(given) else State.ASKED


def is_next(kept: Mapping[int, int], part: int, seq: int) -> bool:
    """Whether a piece is the one that must come now: the pieces of a part follow each other without a gap.

    Parts may arrive beside each other: what the last one still has to send over a bad line is not worth less because
    a page that was loaded anew has begun the next.

    Args:
        kept: how many pieces of each part are here.
        part: which recorder made it; later ones have higher numbers.
        seq: its number in that part, from 0.
    """
    known = part in kept or (0 <= part <= LARGEST_NUMBER and len(kept) < MOST_PARTS)
    return known and seq == kept.get(part, 0)


def fits(taken: int, size: int, quota: int) -> bool:
    """Whether so many more bytes may be kept."""
    return 0 < size <= LARGEST_PIECE and taken + size <= quota
