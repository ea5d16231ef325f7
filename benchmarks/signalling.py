"""WebRTC signals through rooms, by raw sockets: from one seat's tab into the other's, and acknowledged there."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from benchmarks import report
from benchmarks.open_loop import due_at, handler, ms_since, until, values
from benchmarks.people import Pair
from tests.raw_tab import RawTab, open_tab

NAMES = ("mentor-tab", "learner-tab")


class Side:
    """One seat's tab: says signals, notes how long the other's took, and acknowledges as the browser part does."""

    def __init__(self, tab: RawTab, name: str) -> None:
        self.tab = tab
        self._name = name
        self._said = 0
        self._heard: asyncio.Queue[int] = asyncio.Queue()
        self._due: dict[int, float] = {}
        self.took_ms: list[float] = []
        self.partner: Side
        tab.on_update = self._hear

    @property
    def waiting_for(self) -> int:
        """How many of the other's signals have not come."""
        return len(self._due)

    async def say(self, due: float) -> None:
        """One candidate for the other side."""
        self._said += 1
        self.partner._due[self._said] = due
        signal = {
            "sender": self._name,
            "receiver": self.partner._name,
            "n": self._said,
            "kind": "candidate",
            "body": "{}",
        }
        await self.tab.call(handler("room", "send_signals"), {"batch": [signal]})

    async def acknowledge_all(self) -> None:
        """Until cancelled."""
        while True:
            up_to = await self._heard.get()
            await self.tab.call(handler("room", "acknowledge"), {"sender": self.partner._name, "up_to": up_to})

    def _hear(self, update: dict[str, Any]) -> None:
        for inbox in values(update, "inbox"):
            for n in [signal["n"] for signal in inbox if signal["n"] in self._due]:
                self.took_ms.append(ms_since(self._due.pop(n)))
                self._heard.put_nowait(n)


@asynccontextmanager
async def seated(http: aiohttp.ClientSession, url: str, pair: Pair) -> AsyncIterator[tuple[Side, Side]]:
    """The two of a room in their seats, each knowing of the other; mentor first."""
    room = {"path": f"/session/{pair.room_id}/", "params": {"room_id": pair.room_id}}
    async with (
        open_tab(http, url, **room, cookie=pair.mentor.cookie) as mentor,
        open_tab(http, url, **room, cookie=pair.learner.cookie) as learner,
    ):
        sides = Side(mentor, NAMES[0]), Side(learner, NAMES[1])
        for side, partner, name in zip(sides, reversed(sides), NAMES, strict=True):
            side.partner = partner
            await side.tab.call(handler("room", "arrive"), {"instance": name})
        for side in sides:
            await side.tab.until(lambda tab: tab.var("peer_instance"))
        answering = [asyncio.create_task(side.acknowledge_all()) for side in sides]
        try:
            yield sides
        finally:
            for task in answering:
                task.cancel()


async def signals(speakers: list[Side], rate: int, seconds: float) -> dict[str, Any]:
    """So many signals a second, the speakers taking turns; from when each was due until the other side had it."""
    began, count = time.monotonic(), int(rate * seconds)
    for number in range(count):
        await speakers[number % len(speakers)].say(await due_at(began + number / rate))
    hearers = [speaker.partner for speaker in speakers]
    await until(lambda: not any(hearer.waiting_for for hearer in hearers))
    took = [ms for hearer in hearers for ms in hearer.took_ms]
    return {**report.spread(took), "sent": count, "lost": count - len(took)}
