"""The form of one WebRTC signal on its way between two browsers, and what we accept from one.

A signal is numbered by its sender for one receiver, from 1; the sender repeats it until the receiver has
acknowledged it, so the server may forget everything at any moment.
"""

from dataclasses import dataclass
from typing import Any

MOST_AT_ONCE = 64
MOST_WAITING = 256
LONGEST_BODY = 64_000
MOST_BYTES_WAITING = 256_000  # for one tab, in the server and on its way to the browser
LARGEST_NUMBER = 2**53 - 1  # as far as a browser counts
LONGEST_NAME = 64


@dataclass(frozen=True)
class Signal:
    """One offer, answer, ICE candidate or media note; `body` is JSON text that only the browsers read."""

    sender: str
    receiver: str
    n: int
    kind: str
    body: str


@dataclass(frozen=True)
class Acknowledged:
    """The highest number that `receiver` has handled of this tab's signals."""

    receiver: str = ""
    up_to: int = 0


def understood(batch: Any) -> list[Signal]:
    """The well-formed signals of what a browser sent; the rest is dropped without a word."""
    if not isinstance(batch, list):
        return []
    return [signal for one in batch[:MOST_AT_ONCE] if (signal := _signal(one)) is not None]


def as_signal(payload: dict[str, Any]) -> Signal:
    """A signal back from the bus."""
    return Signal(**payload)


def that_fit(waiting: list[Signal]) -> list[Signal]:
    """The lowest numbers first, as many as a tab may have waiting for it.

    What does not fit is not lost: its sender, whom no receipt reaches, goes on repeating it.
    """
    fitting: list[Signal] = []
    room_left = MOST_BYTES_WAITING
    for signal in sorted(waiting, key=lambda signal: signal.n)[:MOST_WAITING]:
        room_left -= len(signal.body.encode())
        if room_left < 0:
            break
        fitting.append(signal)
    return fitting


def _signal(one: Any) -> Signal | None:
    if not isinstance(one, dict) or not isinstance(one.get("n"), int) or not 1 <= one["n"] <= LARGEST_NUMBER:
        return None
    sender, receiver, kind, body = (one.get(part) for part in ("sender", "receiver", "kind", "body"))
    names = (sender, receiver, kind)
    if not all(isinstance(name, str) and 0 < len(name) <= LONGEST_NAME for name in names):
        return None
    if not isinstance(body, str) or len(body) > LONGEST_BODY:
        return None
    return Signal(str(sender), str(receiver), one["n"], str(kind), body)
