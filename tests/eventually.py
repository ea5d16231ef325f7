"""Waiting for something that other threads or processes bring about."""

import time
from collections.abc import Callable


def eventually(happens: Callable[[], object], within: float = 15.0) -> None:
    """Return as soon as it happens; fail when it has not after `within` seconds."""
    deadline = time.monotonic() + within
    while not happens():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
