"""The ways a lesson's papers say no."""

from peerlearn.kit.refusal import Refusal


class NotSeated(Refusal):
    """Somebody marks who is not in the room at present."""

    message = "Join the session to mark its topics."


class MarksStand(Refusal):
    """The lesson is over."""

    message = "This session has ended; its topics stay as they were marked."


class NotYoursToMark(Refusal):
    """A learner's word on what only the mentor can say."""

    message = "Your mentor marks what is covered. You can mark a topic as “needs work”."


class NoSuchTopic(Refusal):
    """Not a topic of this session."""

    message = "That is not a topic of this session."


class NotYetOver(Refusal):
    """A next step before there was a lesson."""

    message = "You can write the next step when the session has ended."


class MentorWrites(Refusal):
    """The learner reads it."""

    message = "Only the mentor of a session writes its next step."


class LineTooLong(Refusal):
    """More than one line."""

    message = "Please keep the next step to one line of at most 300 characters."


class NoLesson(Refusal):
    """No lesson of this number, or somebody asks whom it does not concern; the same answer for both."""

    message = "There was no lesson here."
