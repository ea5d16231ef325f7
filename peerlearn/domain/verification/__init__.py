"""Verification: whether what the database holds can be true, row by row. It looks, and never mends.

Beside it stand the jobs that were given up, which somebody may have tried once more.
"""

from peerlearn.domain.verification.daily import TOPIC, LastLook, last_look, look_again, verify_daily
from peerlearn.domain.verification.findings import Finding
from peerlearn.domain.verification.given_up import GivenUpCard, NotGivenUp, given_up, run_again
from peerlearn.domain.verification.verify import verify

__all__ = [
    "TOPIC",
    "look_again",
    "Finding",
    "GivenUpCard",
    "LastLook",
    "NotGivenUp",
    "given_up",
    "last_look",
    "run_again",
    "verify",
    "verify_daily",
]
