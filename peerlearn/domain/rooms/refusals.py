"""The ways a room says no."""

from peerlearn.kit.refusal import NotAllowed, Refusal


class NotYourRoom(NotAllowed):
    """Neither of the room's two people, or no such room; the same answer for both."""

    message = "That room belongs to other people, or there is none at that address."


class NotOpenYet(Refusal):
    """Before the join window."""

    message = "The room opens ten minutes before the session starts."


class HaveMet(Refusal):
    """The two are in the lesson, or were."""

    message = "You two have met already, so the session stays at its time."


class RoomClosed(Refusal):
    """The session has ended."""

    message = "This session has ended."
