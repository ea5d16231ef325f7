"""Verification: whether what the database holds can be true, row by row. It looks, and never mends."""

from peerlearn.domain.verification.daily import LastLook, last_look, verify_daily
from peerlearn.domain.verification.findings import Finding
from peerlearn.domain.verification.verify import verify

__all__ = ["Finding", "LastLook", "last_look", "verify", "verify_daily"]
