"""Once in a while for each key: a flood of the same trouble must not become a flood of writes."""

import time
from collections.abc import Hashable

MOST_REMEMBERED = 10_000


class Seldom:
    """Remembers, in this process, what happened a moment ago."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._quiet_until: dict[Hashable, float] = {}

    def first(self, key: Hashable) -> bool:
        """Whether this did not happen lately; from now on it did."""
        now = time.monotonic()
        if self._quiet_until.get(key, 0.0) > now:
            return False
        if len(self._quiet_until) >= MOST_REMEMBERED:
            self._quiet_until.clear()
        self._quiet_until[key] = now + self._seconds
        return True
