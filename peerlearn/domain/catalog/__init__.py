"""The catalog: what mentors offer, and when."""

from peerlearn.domain.catalog.actions import TOPIC, call_off, call_off_all, complete, offered_then, publish
from peerlearn.domain.catalog.queries import OwnOfferingCard, of_mentor
from peerlearn.domain.catalog.rules import (
    CHEAPEST,
    DEAREST,
    LONGEST,
    NO_SUCH_START,
    NewOffering,
    overlap,
    start_in,
)

__all__ = [
    "CHEAPEST",
    "DEAREST",
    "LONGEST",
    "NO_SUCH_START",
    "TOPIC",
    "NewOffering",
    "OwnOfferingCard",
    "call_off",
    "call_off_all",
    "complete",
    "of_mentor",
    "offered_then",
    "overlap",
    "publish",
    "start_in",
]
