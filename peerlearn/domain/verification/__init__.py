"""Verification: whether what the database holds can be true, row by row. It looks, and never mends.

Beside it stand the jobs that were given up, which somebody may have tried once more.
"""

from peerlearn.domain.verification.daily import LastLook, last_look, verify_daily
from peerlearn.domain.verification.findings import Finding
from peerlearn.domain.verification.given_up import GivenUpCard, NotGivenUp, given_up, run_again
from peerlearn.domain.verification.verify import verify

__all__ = [
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
