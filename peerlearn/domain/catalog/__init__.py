"""The catalog: what mentors offer, and when."""

from peerlearn.domain.catalog.actions import TOPIC, call_off, complete, publish
from peerlearn.domain.catalog.queries import OwnOfferingCard, of_mentor
from peerlearn.domain.catalog.rules import CHEAPEST, DEAREST, LONGEST, NewOffering, overlap

__all__ = [
    "CHEAPEST",
    "DEAREST",
    "LONGEST",
    "TOPIC",
    "NewOffering",
    "OwnOfferingCard",
    "call_off",
    "complete",
    "of_mentor",
    "overlap",
    "publish",
]
