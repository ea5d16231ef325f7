"""What people say about each other: the feedback after a session."""

from peerlearn.domain.social.actions import has_rated, rate

__all__ = ["has_rated", "rate"]
