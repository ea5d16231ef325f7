"""The ways a whiteboard says no."""

from peerlearn.kit.refusal import Refusal


class NotSeated(Refusal):
    """Somebody draws who is not in the room at present."""

    message = "Join the session to draw on its whiteboard."


class BoardClosed(Refusal):
    """The lesson is over: its page is kept as it is."""

    message = "This session has ended; its whiteboard can be read, not changed."
