"""What one sandbox gateway is told when it starts."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from peerlearn.sandbox.razorpay.ids import ALPHANUMERICS, ID_LENGTH

PAYOUT_EVENTS = "payout."
# Razorpay's schedule is unpublished (exponential, for 24 hours). Nobody waits for it: the clock can be put forward.
RETRY_SECONDS = (1.0, 5.0, 30.0, 120.0, 600.0, 1800.0, 3600.0, 7200.0, 14400.0, 28800.0, 29845.0)
OLD_SECRET = "the-webhook-secret-before"


@dataclass
class Settings:
    """The merchant's keys, where events go, and where the books are kept (in memory without a path).

    Events of payouts have an address and a secret of their own.
    """

    key_id: str
    key_secret: str
    webhook_secret: str
    webhook_url: str | None = None
    database_path: str | Path | None = None
    retry_seconds: tuple[float, ...] = RETRY_SECONDS
    account_number: str | None = None  # the current account that payouts leave from; none without one
    payout_webhook_secret: str = ""
    payout_webhook_url: str | None = None
    signing: str = "right"  # or "wrong", or "old": with the secret before the last change
    old_webhook_secret: str = OLD_SECRET

    @property
    def account_id(self) -> str:
        """The merchant's account, the same for the same key."""
        digest = hashlib.sha256(self.key_id.encode()).digest()
        return "acc_" + "".join(ALPHANUMERICS[byte % len(ALPHANUMERICS)] for byte in digest[:ID_LENGTH])

    def secret_for(self, event: str) -> str:
        """What an event of this name is signed with."""
        if self.signing != "right":
            return self.old_webhook_secret if self.signing == "old" else f"not the secret of {self.key_id}"
        return self.payout_webhook_secret if event.startswith(PAYOUT_EVENTS) else self.webhook_secret

    def url_for(self, event: str) -> str | None:
        """Where an event of this name goes."""
        return self.payout_webhook_url if event.startswith(PAYOUT_EVENTS) else self.webhook_url
