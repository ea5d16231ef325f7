"""The recording of a lesson: asked for, consented to by both, taken in small pieces, joined, kept for a while."""

from peerlearn.domain.recordings.actions import (
    answer,
    ask,
    stop,
    stop_with_room,
    sweep,
    topic,
)
from peerlearn.domain.recordings.assembling import assemble, remove
from peerlearn.domain.recordings.keeping import expire, note_watched
from peerlearn.domain.recordings.links import DOOR, LINK_LASTS, file_for_link
from peerlearn.domain.recordings.pieces import all_sent, keep_piece, may_send, stop_full
from peerlearn.domain.recordings.queries import Now, RecordingCard, now_in, of_room
from peerlearn.domain.recordings.refusals import (
    AlreadyDeclined,
    AlreadyRecording,
    BothMustBeHere,
    LinkExpired,
    NotARecording,
    NotTheNextPiece,
    NotYourRecording,
    QuotaUsedUp,
    RecordingOver,
)
from peerlearn.domain.recordings.rules import LARGEST_PIECE, VANISHED_AFTER, State

__all__ = [
    "DOOR",
    "LARGEST_PIECE",
    "LINK_LASTS",
    "VANISHED_AFTER",
    "AlreadyDeclined",
    "AlreadyRecording",
    "BothMustBeHere",
    "LinkExpired",
    "NotARecording",
    "NotTheNextPiece",
    "NotYourRecording",
    "Now",
    "QuotaUsedUp",
    "RecordingCard",
    "RecordingOver",
    "State",
    "all_sent",
    "answer",
    "ask",
    "assemble",
    "expire",
    "file_for_link",
    "keep_piece",
    "may_send",
    "note_watched",
    "now_in",
    "of_room",
    "remove",
    "stop",
    "stop_full",
    "stop_with_room",
    "sweep",
    "topic",
]
