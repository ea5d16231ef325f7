"""What a lesson leaves behind: how far its topics came, its summary, the next step."""

from peerlearn.domain.lessons.actions import mark, topic, write_next_step
from peerlearn.domain.lessons.queries import Progress, TopicRow, progress_of, topics_for
from peerlearn.domain.lessons.refusals import (
    LineTooLong,
    MarksStand,
    MentorWrites,
    NoSuchTopic,
    NotSeated,
    NotYetOver,
    NotYoursToMark,
)
from peerlearn.domain.lessons.rules import LONGEST_NEXT_STEP, Mark, may_mark

__all__ = [
    "LONGEST_NEXT_STEP",
    "LineTooLong",
    "Mark",
    "MarksStand",
    "MentorWrites",
    "NoSuchTopic",
    "NotSeated",
    "NotYetOver",
    "NotYoursToMark",
    "Progress",
    "TopicRow",
    "mark",
    "may_mark",
    "progress_of",
    "topic",
    "topics_for",
    "write_next_step",
]
