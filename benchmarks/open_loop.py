"""Sending at a fixed rate whatever the answers do (open loop), each timed from when it was due."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

LATE_SECONDS = 10.0


def handler(page: str, verb: str) -> str:
    """The name by which a browser calls a page's handler."""
    return f"peerlearn___ui___pages___{page}___state____{page}_state.{verb}"


def values(update: dict[str, Any], name: str) -> list[Any]:
    """The new values of one var in an update."""
    deltas = (update.get("delta") or {}).values()
    return [changed[key] for changed in deltas for key in (f"{name}_rx_state_",) if key in changed]


async def due_at(due: float) -> float:
    """Wait for this moment of the monotonic clock; returns it."""
    await asyncio.sleep(max(due - time.monotonic(), 0))
    return due


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what is still on its way, a few seconds at most."""
    deadline = time.monotonic() + LATE_SECONDS
    while not condition() and time.monotonic() < deadline:
        await asyncio.sleep(0.02)


def ms_since(moment: float) -> float:
    """Milliseconds since a moment of the monotonic clock."""
    return (time.monotonic() - moment) * 1000
