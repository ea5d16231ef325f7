"""What the clients of bench-events do, and how long each of it takes: clicks, room messages, broadcasts.

Each is sent at a fixed rate whatever the answers do (open loop), and timed from when it was due.
"""

import asyncio
import contextlib
import itertools
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import aiohttp

from benchmarks import report
from benchmarks.people import Pair, Person
from benchmarks.server import Server, machine_cpu_seconds
from tests.raw_tab import RawTab, open_tab

BROADCASTS = 5
BREATHER_SECONDS = 0.5
ROOM_RATE = 50
LATE_SECONDS = 10.0
SENDER, RECEIVER = "mentor-tab", "learner-tab"


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
        for chosen in _values(update, "chosen"):
            if chosen and self._waiting and self._waiting[0][0] == chosen["offering_id"]:
                _, due = self._waiting.popleft()
                self.took_ms.append(_ms_since(due))


async def clicks(server: Server, tabs: Sequence[RawTab], rate: int, seconds: float) -> dict[str, Any]:
    """Clicks spread over all the tabs."""
    clickers = [Clicker(tab) for tab in tabs]
    cpu, machine, own = server.cpu_seconds(), machine_cpu_seconds(), time.process_time()
    began = time.monotonic()
    count = int(rate * seconds)
    for number in range(count):
        await clickers[number % len(clickers)].click(await _at(began + number / rate))
    await _until(lambda: not any(clicker.unanswered for clicker in clickers))
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


class Listener:
    """The learner's tab in a room: notes when each signal comes, and acknowledges it as the browser part does."""

    def __init__(self, tab: RawTab) -> None:
        self._tab = tab
        self._heard: asyncio.Queue[int] = asyncio.Queue()
        self.due: dict[int, float] = {}
        self.took_ms: list[float] = []
        tab.on_update = self._hear

    async def acknowledge_all(self) -> None:
        """Until cancelled."""
        while True:
            up_to = await self._heard.get()
            await self._tab.call(handler("room", "acknowledge"), {"sender": SENDER, "up_to": up_to})

    def _hear(self, update: dict[str, Any]) -> None:
        for inbox in _values(update, "inbox"):
            for n in [signal["n"] for signal in inbox if signal["n"] in self.due]:
                self.took_ms.append(_ms_since(self.due.pop(n)))
                self._heard.put_nowait(n)


async def room_messages(http: aiohttp.ClientSession, url: str, pair: Pair, seconds: float) -> dict[str, Any]:
    """WebRTC signals from the mentor's tab into the learner's."""
    room = {"path": f"/session/{pair.room_id}/", "params": {"room_id": pair.room_id}}
    async with (
        open_tab(http, url, **room, cookie=pair.mentor.cookie) as mentor,
        open_tab(http, url, **room, cookie=pair.learner.cookie) as learner,
    ):
        for tab, name in ((mentor, SENDER), (learner, RECEIVER)):
            await tab.call(handler("room", "arrive"), {"instance": name})
        for tab in (mentor, learner):
            await tab.until(lambda tab: tab.var("peer_instance"))
        listener = Listener(learner)
        acknowledging = asyncio.create_task(listener.acknowledge_all())
        began, count = time.monotonic(), int(ROOM_RATE * seconds)
        for n in range(1, count + 1):
            listener.due[n] = await _at(began + n / ROOM_RATE)
            signal = {"sender": SENDER, "receiver": RECEIVER, "n": n, "kind": "candidate", "body": "{}"}
            await mentor.call(handler("room", "send_signals"), {"batch": [signal]})
        await _until(lambda: not listener.due)
        acknowledging.cancel()
    return {**report.spread(listener.took_ms), "sent": count, "lost": len(listener.due)}


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


def handler(page: str, verb: str) -> str:
    """The name by which a browser calls a page's handler."""
    return f"peerlearn___ui___pages___{page}___state____{page}_state.{verb}"


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
        took.append(_ms_since(began))


def _values(update: dict[str, Any], name: str) -> list[Any]:
    """The new values of one var in an update."""
    deltas = (update.get("delta") or {}).values()
    return [values[key] for values in deltas for key in (f"{name}_rx_state_",) if key in values]


async def _at(due: float) -> float:
    await asyncio.sleep(max(due - time.monotonic(), 0))
    return due


async def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LATE_SECONDS
    while not condition() and time.monotonic() < deadline:
        await asyncio.sleep(0.02)


def _ms_since(moment: float) -> float:
    return (time.monotonic() - moment) * 1000
