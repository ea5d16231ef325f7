"""Discovery: what everybody may see, signed in or not: the sessions offered, the mentors, and how they are rated."""

from peerlearn.domain.discovery.actions import count_rating, count_session
from peerlearn.domain.discovery.cards import FrontPage, MentorCard, MentorDetails, SessionCard, SessionDetails
from peerlearn.domain.discovery.queries import (
    TOPICS,
    front_page,
    mentor_details,
    mentor_href,
    next_turn,
    public_addresses,
    session_details,
)
from peerlearn.domain.discovery.rules import SOON_BEFORE, SessionState, mentor_handle, session_number

__all__ = [
    "SOON_BEFORE",
    "TOPICS",
    "FrontPage",
    "MentorCard",
    "MentorDetails",
    "SessionCard",
    "SessionDetails",
    "SessionState",
    "count_rating",
    "count_session",
    "front_page",
    "mentor_details",
    "mentor_handle",
    "mentor_href",
    "next_turn",
    "public_addresses",
    "session_details",
    "session_number",
]
