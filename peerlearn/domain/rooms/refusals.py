"""The ways a room says no."""

from peerlearn.kit.refusal import NotAllowed, Refusal


class NotYourRoom(NotAllowed):
    """Neither of the room's two people, or no such room; the same answer for both."""

    message = "That room belongs to other people, or there is none at that address."


class NotOpenYet(Refusal):
    """Before the join window."""

    message = "The room opens ten minutes before the session starts."


class RoomClosed(Refusal):
    """The session has ended."""

    message = "This session has ended."
