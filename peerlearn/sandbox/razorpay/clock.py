"""The gateway's clock: the true time and what people let pass on top, for nobody waits here as long as at a bank."""

import time
from dataclasses import dataclass


@dataclass
class Clock:
    """A Unix time that can be put forward, never back."""

    minutes_ahead: int = 0

    def now(self) -> float:
        """The Unix time by which things are due and late here."""
        return time.time() + self.minutes_ahead * 60
