"""The chat of a room: what the two say and give each other, in order, each thing once, readable afterwards."""

from peerlearn.domain.chats.actions import LONGEST_LINE, say, topic
from peerlearn.domain.chats.files import (
    ARRIVES_WITHIN,
    LARGEST_FILE,
    MOST_BYTES,
    KeptFile,
    NewFile,
    begin_file,
    file_for,
    give_file,
)
from peerlearn.domain.chats.queries import ChatLine, FileCard, lines_before, newest_lines
from peerlearn.domain.chats.refusals import LineTooLong, RoomIsFull, TooManyFiles, Unnamed

__all__ = [
    "ARRIVES_WITHIN",
    "LARGEST_FILE",
    "LONGEST_LINE",
    "MOST_BYTES",
    "ChatLine",
    "FileCard",
    "KeptFile",
    "LineTooLong",
    "NewFile",
    "RoomIsFull",
    "TooManyFiles",
    "Unnamed",
    "begin_file",
    "file_for",
    "give_file",
    "lines_before",
    "newest_lines",
    "say",
    "topic",
]
