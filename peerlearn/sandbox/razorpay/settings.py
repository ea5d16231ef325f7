"""What one sandbox gateway is told when it starts."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from peerlearn.sandbox.razorpay.ids import ALPHANUMERICS, ID_LENGTH

# Razorpay's schedule is unpublished (exponential, for 24 hours); this one is one a person can wait for.
RETRY_SECONDS = (1.0, 5.0, 30.0, 120.0, 600.0)


@dataclass
class Settings:
    """The merchant's keys, where events go, and where the books are kept (in memory without a path)."""

    key_id: str
    key_secret: str
    webhook_secret: str
    webhook_url: str | None = None
    database_path: str | Path | None = None
    retry_seconds: tuple[float, ...] = RETRY_SECONDS

    @property
    def account_id(self) -> str:
        """The merchant's account, the same for the same key."""
        digest = hashlib.sha256(self.key_id.encode()).digest()
        return "acc_" + "".join(ALPHANUMERICS[byte % len(ALPHANUMERICS)] for byte in digest[:ID_LENGTH])
