"""What the clients of bench-events do in dashboards and on start pages, and how long it takes: clicks, broadcasts.

Each is sent at a fixed rate whatever the answers do (open loop), and timed from when it was due.
"""

import asyncio
import contextlib
import itertools
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

import aiohttp

from benchmarks import report
from benchmarks.open_loop import LATE_SECONDS, due_at, handler, ms_since, until, values
from benchmarks.people import Person
from benchmarks.server import Server, machine_cpu_seconds
from tests.raw_tab import RawTab, open_tab

BROADCASTS = 5
BREATHER_SECONDS = 0.5


class Clicker:
    """One learner's dashboard and the answers it waits for."""

    def __init__(self, tab: RawTab) -> None:
        self._tab = tab
        self._choices = itertools.cycle([card["offering_id"] for card in tab.var("offerings")])
        self._waiting: deque[tuple[int, float]] = deque()
        self.took_ms: list[float] = []
        tab.on_update = self._hear

    @property
    def unanswered(self) -> int:
        """How many clicks have had no answer."""
        return len(self._waiting)

    async def click(self, due: float) -> None:
        """Open the pop-up of the next session; its answer names it."""
        offering_id = next(self._choices)
        self._waiting.append((offering_id, due))
        await self._tab.call(handler("learner_dashboard", "choose"), {"offering_id": offering_id})

    def _hear(self, update: dict[str, Any]) -> None:
        for chosen in values(update, "chosen"):
            if chosen and self._waiting and self._waiting[0][0] == chosen["offering_id"]:
                _, due = self._waiting.popleft()
                self.took_ms.append(ms_since(due))


async def clicks(server: Server, tabs: Sequence[RawTab], rate: int, seconds: float) -> dict[str, Any]:
    """Clicks spread over all the tabs."""
    clickers = [Clicker(tab) for tab in tabs]
    cpu, machine, own = server.cpu_seconds(), machine_cpu_seconds(), time.process_time()
    began = time.monotonic()
    count = int(rate * seconds)
    for number in range(count):
        await clickers[number % len(clickers)].click(await due_at(began + number / rate))
    await until(lambda: not any(clicker.unanswered for clicker in clickers))
    took = time.monotonic() - began
    cpu, machine, own = server.cpu_seconds() - cpu, machine_cpu_seconds() - machine, time.process_time() - own
    return {
        **report.spread([ms for clicker in clickers for ms in clicker.took_ms]),
        "per second": round(count / took),
        "sent": count,
        "lost": sum(clicker.unanswered for clicker in clickers),
        "server CPU ms each": round(cpu / count * 1000, 2),
        "others' CPU %": round(max(machine - cpu - own, 0) / took * 100),
    }


async def broadcasts(
    http: aiohttp.ClientSession, server: Server, mentor: Person, tabs: Sequence[RawTab], *, hours_apart: int
) -> dict[str, Any]:
    """A session is published through the mentor's page: when has every open page shown it?

    The start page shows the next ten sessions only, so what is published for it must be among them.
    """
    took: list[float] = []
    cpu = server.cpu_seconds()
    async with open_tab(http, server.url, "/dashboard/mentor/", cookie=mentor.cookie) as publisher:
        for number in range(BROADCASTS):
            form, began = (
                _form(f"Live by {mentor.viewer.user_id}, part {number}", (number + 1) * hours_apart),
                time.monotonic(),
            )
            await publisher.call(handler("mentor_dashboard", "publish"), {"form": form})
            await asyncio.gather(*(_shows(tab, form["title"], began, took) for tab in tabs))
            await asyncio.sleep(BREATHER_SECONDS)
    expected = BROADCASTS * len(tabs)
    each = round((server.cpu_seconds() - cpu) / expected * 1000, 2)
    return {**report.spread(took), "sent": expected, "lost": expected - len(took), "server CPU ms each": each}


def _form(title: str, in_hours: int) -> dict[str, str]:
    starts = time.gmtime(time.time() + in_hours * 3600)
    return {
        "title": title,
        "description": "Published while everybody watches.",
        "topics": "Python",
        "price": "1000",
        "starts_at": time.strftime("%Y-%m-%dT%H:%M:00Z", starts),
        "duration": "60",
    }


async def _shows(tab: RawTab, title: str, began: float, took: list[float]) -> None:
    def shown(tab: RawTab) -> bool:
        return any(card["title"] == title for card in tab.var("offerings") or tab.var("sessions") or [])

    with contextlib.suppress(TimeoutError):
        await tab.until(shown, seconds=LATE_SECONDS)
        took.append(ms_since(began))
