"""Carries "this changed" and small messages to every process that shows the thing.

Within one process by default; over Redis when `REDIS_URL` is set, so that several workers hear each other.
A message may be lost (a restart, a cut): it is a hint to re-read, or something its sender repeats.
"""

import asyncio
import contextlib
import contextvars
import json
import logging
from collections.abc import Callable
from typing import Any, Protocol

from peerlearn.settings import settings

log = logging.getLogger(__name__)

Listener = Callable[[str, dict[str, Any] | None], None]

CATCH_UP = "*"  # the topic of "anything may have changed": this process could not hear for a while


class Unreachable(Exception):
    """What carries the messages does not answer."""


class Carrier(Protocol):
    """A way to reach the listeners of every process."""

    def check(self) -> None:
        """See that it works, or raise `Unreachable`."""

    def publish(self, topic: str, payload: dict[str, Any] | None) -> None:
        """Send from any thread; neither blocks nor raises."""

    async def deliver(self, hear: Listener) -> None:
        """Call `hear` on the running event loop for each message, until cancelled."""


class InProcess:
    """The bus of a single process."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._hear: Listener | None = None
        self._context = contextvars.copy_context()

    def check(self) -> None:
        """Nothing can be wrong."""

    def publish(self, topic: str, payload: dict[str, Any] | None) -> None:
        loop, hear = self._loop, self._hear
        if loop is not None and hear is not None:
            with contextlib.suppress(RuntimeError):  # the loop was closed this very moment
                # In the listener's own context: the publisher's says whose event is running, and a listener
                # that inherited it would act in that person's name.
                loop.call_soon_threadsafe(hear, topic, payload, context=self._context.copy())

    async def deliver(self, hear: Listener) -> None:
        self._context = contextvars.copy_context()
        self._loop, self._hear = asyncio.get_running_loop(), hear
        try:
            await asyncio.Event().wait()
        finally:
            self._loop = self._hear = None


_carrier: Carrier | None = None
_listeners: list[Listener] = []


def carrier() -> Carrier:
    """The bus of this process, made on first use."""
    global _carrier
    if _carrier is None:
        if settings.redis_url:
            from peerlearn.kit.redis_bus import OverRedis

            _carrier = OverRedis(settings.redis_url)
        else:
            _carrier = InProcess()
    return _carrier


def check() -> None:
    """See at the start that messages can travel.

    Raises:
        Unreachable: when they cannot.
    """
    carrier().check()


def publish(topic: str, payload: dict[str, Any] | None = None) -> None:
    """Tell every process; from any thread."""
    carrier().publish(topic, payload)


def listen(listener: Listener) -> None:
    """Have this process hear every message, `CATCH_UP` too, on its event loop, while `run` runs."""
    _listeners.append(listener)


async def run() -> None:
    """Hand each message to this process's listeners until cancelled."""
    await carrier().deliver(_hear)


def _hear(topic: str, payload: dict[str, Any] | None) -> None:
    for listener in _listeners:
        try:
            listener(topic, payload)
        except Exception:
            log.exception("A listener could not take a message about %s", topic)


def encode(topic: str, payload: dict[str, Any] | None) -> str:
    """One message as it travels between processes."""
    return json.dumps([topic, payload])


def decode(message: str | bytes) -> tuple[str, dict[str, Any] | None]:
    """The message back from its travelling form."""
    topic, payload = json.loads(message)
    return topic, payload
