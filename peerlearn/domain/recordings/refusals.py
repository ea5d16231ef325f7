"""The ways a recording says no."""

from peerlearn.kit.refusal import NotAllowed, Refusal


class BothMustBeHere(Refusal):
    """A recording is of two people who are in the room."""

    message = "A recording can be asked for while you are both in the session."


class AlreadyRecording(Refusal):
    """There is one, or a question for one."""

    message = "This session is being recorded already, or a request to record waits for its answer."


class AlreadyDeclined(Refusal):
    """Nobody is asked twice."""

    message = "Your request to record was declined; it is not asked again in this session."


class NotYourRecording(NotAllowed):
    """Not of the two, or not the side that records, or no such recording; the same answer for all."""

    message = "This recording is for the two people of its session."


class RecordingOver(Refusal):
    """Pieces for a recording that does not take any."""

    message = "This recording has ended."


class NotTheNextPiece(Refusal):
    """A gap, or the past."""

    message = "This is not the piece that comes next."


class NotARecording(Refusal):
    """Bytes that are no video, or too many of them."""

    message = "This is no piece of a recording."


class QuotaUsedUp(Refusal):
    """The mentor's place for recordings is full."""

    message = "There is no room for more recordings. Older ones make room when they expire."


class LinkExpired(Refusal):
    """A link that was good once."""

    message = "This link has expired. Open the session's page again for a new one."
