"""What a lesson leaves behind: how far its topics came, its summary, the next step."""

from peerlearn.domain.lessons.actions import mark, summary_topic, topic, write_next_step
from peerlearn.domain.lessons.evidence import Evidence, evidence_of
from peerlearn.domain.lessons.letters import send_summaries
from peerlearn.domain.lessons.queries import Progress, TopicRow, progress_of, topics_for
from peerlearn.domain.lessons.refusals import (
    LineTooLong,
    MarksStand,
    MentorWrites,
    NoLesson,
    NoSuchTopic,
    NotSeated,
    NotYetOver,
    NotYoursToMark,
)
from peerlearn.domain.lessons.rules import LONGEST_NEXT_STEP, Mark, may_mark
from peerlearn.domain.lessons.summary import Summary, TimelineLine, summary_for

__all__ = [
    "LONGEST_NEXT_STEP",
    "Evidence",
    "LineTooLong",
    "Mark",
    "MarksStand",
    "MentorWrites",
    "NoLesson",
    "NoSuchTopic",
    "NotSeated",
    "NotYetOver",
    "NotYoursToMark",
    "Progress",
    "Summary",
    "TimelineLine",
    "TopicRow",
    "evidence_of",
    "mark",
    "may_mark",
    "progress_of",
    "send_summaries",
    "summary_for",
    "summary_topic",
    "topic",
    "topics_for",
    "write_next_step",
]
