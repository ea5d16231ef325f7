"""Who is asking, as every action and query gets it."""

from dataclasses import dataclass
from datetime import datetime

from peerlearn.domain.accounts.rules import PROOF_IS_FRESH_FOR
from peerlearn.domain.accounts.tables import Role


@dataclass(frozen=True)
class Viewer:
    """A signed-in person: established from their sign-in on the server, never from what the browser says."""

    user_id: int
    role: Role
    name: str
    proved_at: datetime | None = None  # when an admin showed their second factor last, with this sign-in

    def proved_lately(self, now: datetime) -> bool:
        """Whether the second factor was shown so lately that weighty things may be done."""
        return self.proved_at is not None and now < self.proved_at + PROOF_IS_FRESH_FOR
