"""Things that go wrong on purpose, so that tests can see what comes of them: `FAULTS`, which production refuses.

The code calls these where it may be hit; without the setting they do nothing.
"""

import os
import random
import signal
import time

from peerlearn.settings import settings
from peerlearn.settings.faults import Point

__all__ = ["Point", "call_is_lost", "crash_here", "slow_down"]


def crash_here(point: Point) -> None:
    """End this process as a power cut would, if this is where it shall end."""
    if settings.faults.crash is point:
        os.kill(os.getpid(), signal.SIGKILL)


def slow_down() -> None:
    """Take as long as a slow disk would, while whatever is locked stays so."""
    if settings.faults.slow_database_ms:
        time.sleep(settings.faults.slow_database_ms / 1000)


def call_is_lost() -> bool:
    """Whether the network loses a call to the gateway here: on its way there, or its answer."""
    return random.randrange(100) < settings.faults.failing_gateway_percent
