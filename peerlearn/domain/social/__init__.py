"""What people say about each other: the feedback after a session."""

from peerlearn.domain.social.actions import has_rated, rate
from peerlearn.domain.social.events import MentorRated
from peerlearn.domain.social.queries import FeedbackCard, feedback_of

__all__ = ["FeedbackCard", "MentorRated", "feedback_of", "has_rated", "rate"]
