"""Verification: whether what the database holds can be true, row by row. It looks, and never mends."""

from peerlearn.domain.verification.daily import TOPIC, LastLook, last_look, look_again, verify_daily
from peerlearn.domain.verification.findings import Finding
from peerlearn.domain.verification.verify import verify

__all__ = ["TOPIC", "Finding", "LastLook", "last_look", "look_again", "verify", "verify_daily"]
