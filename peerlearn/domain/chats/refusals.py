"""The ways a chat says no."""

from peerlearn.kit.refusal import Refusal


class LineTooLong(Refusal):
    """A chat line over the limit."""

    message = "That message is too long; please send it in parts."


class Unnamed(Refusal):
    """A file without the name of the line that it is to be."""

    message = "This page is not complete; please reload it."


class RoomIsFull(Refusal):
    """As many files, or bytes, as one room takes."""

    message = "This session's chat is full: it takes no more files."


class TooManyFiles(Refusal):
    """More tries than a person makes."""

    message = "Too many files in a short time. Please try again in an hour."
