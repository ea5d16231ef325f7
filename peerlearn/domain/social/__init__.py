"""What people say about each other: the feedback after a session."""

from peerlearn.domain.social.actions import has_rated, rate
from peerlearn.domain.social.events import MentorRated

__all__ = ["MentorRated", "has_rated", "rate"]
