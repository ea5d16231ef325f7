"""The ways in which an account is not deleted."""

from peerlearn.kit.refusal import NotAllowed, Refusal


class NotYet(Refusal):
    """Something of theirs is not at its end; the message says what, and what to do about it."""


class NotTheirs(NotAllowed):
    """Somebody else's account; or an admin's, which whoever has the machine made and closes."""

    message = "This account cannot be deleted here."
