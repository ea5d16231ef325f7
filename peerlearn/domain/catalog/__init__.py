"""The catalog: what mentors offer, and when."""

from peerlearn.domain.catalog.actions import TOPIC, complete, publish
from peerlearn.domain.catalog.rules import LONGEST, NewOffering, overlap

__all__ = ["LONGEST", "TOPIC", "NewOffering", "complete", "overlap", "publish"]
