"""Events over the socket: how fast they are answered, whether any is lost, what a client costs, what a room
and a broadcast take. `make bench-events`; `ARGS="--clients 200 --seconds 10"` for less.

Clients are raw sockets in this process, signed in as learners with their dashboards open. The measured event is
`LearnerDashboardState.choose`, the click that opens the booking pop-up: it changes the page and nothing else.
Events are sent at a fixed rate whatever the answers do (open loop), and timed from when they were due.
"""

import argparse
import asyncio
import itertools
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks import people, report
from benchmarks.people import Pair, Person
from benchmarks.server import Server, environment, machine_cpu_seconds, serving
from tests.raw_tab import RawTab, open_tab

PORT = 4470
OFFERINGS = 12
BROADCASTS = 5
ROOM_RATE = 50
OPENING_AT_ONCE = 16
LATE_SECONDS = 10.0


class Clicker:
    """One learner's tab and the answers it waits for."""

    def __init__(self, tab: RawTab, offerings: Sequence[int]) -> None:
        self._tab = tab
        self._choices = itertools.cycle(offerings)
        self._waiting: deque[tuple[int, float]] = deque()
        self.took_ms: list[float] = []
        tab.on_update = self._answered

    @property
    def lost(self) -> int:
        """Clicks that were never answered."""
        return len(self._waiting)

    async def click(self, due: float) -> None:
        """Open the pop-up of the next session; its answer names it."""
        offering_id = next(self._choices)
        self._waiting.append((offering_id, due))
        await self._tab.call(_handler("learner_dashboard", "choose"), {"offering_id": offering_id})

    def _answered(self, update: dict[str, Any]) -> None:
        for values in (update.get("delta") or {}).values():
            chosen = values.get("chosen_rx_state_")
            if chosen and self._waiting and self._waiting[0][0] == chosen["offering_id"]:
                _, due = self._waiting.popleft()
                self.took_ms.append((time.monotonic() - due) * 1000)


async def measure(server: Server, clients: Sequence[Person], mentor: Person, pair: Pair, seconds: float, rate: int):
    """All figures for so many connected clients."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http, AsyncExitStack() as tabs:
        before = server.memory()
        began = time.monotonic()
        opened = await _open(http, tabs, server.url, [("/dashboard/learner/", one.cookie) for one in clients])
        connected = time.monotonic() - began
        after = server.memory()
        clickers = [Clicker(tab, _offerings_of(tab)) for tab in opened]
        echo = await _click(server, clickers, rate, seconds)
        room = await _talk(http, tabs, server.url, pair, seconds)
        landing = await _open(http, tabs, server.url, [("/", "")] * len(clients))
        shown = await _broadcast(http, server.url, mentor, landing)
    return {
        "clients": len(clients),
        "connects per second": round(len(clients) / connected),
        "KB per client": round((after.pss - before.pss) * 1024 / len(clients)),
        "server MB": round(after.pss),
        "event ms": echo,
        "room message ms": room,
        "broadcast ms": shown,
    }


async def _open(http: aiohttp.ClientSession, tabs: AsyncExitStack, url: str, wanted: Sequence[tuple[str, str]]):
    turn = asyncio.Semaphore(OPENING_AT_ONCE)

    async def one(path: str, cookie: str) -> RawTab:
        async with turn:
            return await tabs.enter_async_context(open_tab(http, url, path, cookie=cookie))

    return await asyncio.gather(*(one(path, cookie) for path, cookie in wanted))


async def _click(server: Server, clickers: Sequence[Clicker], rate: int, seconds: float) -> dict[str, Any]:
    cpu, machine, own = server.cpu_seconds(), machine_cpu_seconds(), time.process_time()
    began = time.monotonic()
    count = int(rate * seconds)
    for number in range(count):
        due = began + number / rate
        await asyncio.sleep(max(due - time.monotonic(), 0))
        await clickers[number % len(clickers)].click(due)
    await _until(lambda: not any(clicker.lost for clicker in clickers))
    took = time.monotonic() - began
    cpu, machine, own = server.cpu_seconds() - cpu, machine_cpu_seconds() - machine, time.process_time() - own
    answers = [ms for clicker in clickers for ms in clicker.took_ms]
    return {
        **report.spread(answers),
        "per second": round(count / took),
        "sent": count,
        "lost": sum(clicker.lost for clicker in clickers),
        "server CPU ms each": round(cpu / count * 1000, 2),
        "others' CPU %": round(max(machine - cpu - own, 0) / took * 100),
    }


async def _talk(http: aiohttp.ClientSession, tabs: AsyncExitStack, url: str, pair: Pair, seconds: float):
    """One WebRTC signal after the other from the mentor to the learner, who acknowledges each."""
    path = f"/session/{pair.room_id}/"
    names = ("mentor-tab", "learner-tab")
    cookies = (pair.mentor.cookie, pair.learner.cookie)
    params = {"room_id": pair.room_id}
    mentor, learner = [
        await tabs.enter_async_context(open_tab(http, url, path, params=params, cookie=cookie)) for cookie in cookies
    ]
    for tab, name in zip((mentor, learner), names, strict=True):
        await tab.call(_handler("room", "arrive"), {"instance": name})
    await mentor.until(lambda tab: tab.var("peer_instance") == names[1])
    await learner.until(lambda tab: tab.var("peer_instance") == names[0])
    due: dict[int, float] = {}
    took: list[float] = []
    heard: asyncio.Queue[int] = asyncio.Queue()

    def hear(update: dict[str, Any]) -> None:
        for values in (update.get("delta") or {}).values():
            for signal in values.get("inbox_rx_state_") or []:
                if signal["n"] in due:
                    took.append((time.monotonic() - due.pop(signal["n"])) * 1000)
                    heard.put_nowait(signal["n"])

    learner.on_update = hear

    async def acknowledge() -> None:
        while True:
            up_to = await heard.get()
            await learner.call(_handler("room", "acknowledge"), {"sender": names[0], "up_to": up_to})

    acknowledging = asyncio.create_task(acknowledge())
    began = time.monotonic()
    count = int(ROOM_RATE * seconds)
    for n in range(1, count + 1):
        due[n] = began + n / ROOM_RATE
        await asyncio.sleep(max(due[n] - time.monotonic(), 0))
        signal = {"sender": names[0], "receiver": names[1], "n": n, "kind": "candidate", "body": "{}"}
        await mentor.call(_handler("room", "send_signals"), {"batch": [signal]})
    await _until(lambda: not due)
    acknowledging.cancel()
    return {**report.spread(took), "sent": count, "lost": len(due)}


async def _broadcast(http: aiohttp.ClientSession, url: str, mentor: Person, landing: Sequence[RawTab]):
    """A session is published through the mentor's page: when has every open start page shown it?"""
    took: list[float] = []
    async with open_tab(http, url, "/dashboard/mentor/", cookie=mentor.cookie) as publisher:
        for number in range(BROADCASTS):
            title = f"Broadcast {number}"
            began = time.monotonic()
            await publisher.call(_handler("mentor_dashboard", "publish"), {"form": _form(title, number)})
            await asyncio.gather(*(_shows(tab, title, began, took) for tab in landing))
            await asyncio.sleep(0.5)
    expected = BROADCASTS * len(landing)
    return {**report.spread(took), "sent": expected, "lost": expected - len(took)}


async def _shows(tab: RawTab, title: str, began: float, took: list[float]) -> None:
    def shown(tab: RawTab) -> bool:
        return any(card["title"] == title for card in tab.var("offerings") or [])

    try:
        await tab.until(shown, seconds=LATE_SECONDS)
        took.append((time.monotonic() - began) * 1000)
    except TimeoutError:
        return


def _form(title: str, number: int) -> dict[str, str]:
    starts = time.strftime("%Y-%m-%dT%H:%M:00Z", time.gmtime(time.time() + (number + 2) * 7200))
    return {
        "title": title,
        "description": "Published while everybody watches.",
        "topics": "Python",
        "price": "1000",
        "starts_at": starts,
        "duration": "60",
    }


def _offerings_of(tab: RawTab) -> list[int]:
    return [card["offering_id"] for card in tab.var("offerings")]


def _handler(page: str, verb: str) -> str:
    return f"peerlearn___ui___pages___{page}___state____{page}_state.{verb}"


async def _until(condition: Any) -> None:
    deadline = time.monotonic() + LATE_SECONDS
    while not condition() and time.monotonic() < deadline:
        await asyncio.sleep(0.02)


def _figures_for(clients: int, seconds: float, rate: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as scratch:
        settings = environment(Path(scratch), PORT)
        people.use_fresh_database(settings["DATABASE_URL"])
        mentor, _ = people.a_mentor_with(OFFERINGS)
        everyone, pair = people.learners(clients), people.a_pair()
        with serving(Path(scratch), settings) as server:
            return asyncio.run(measure(server, everyone, mentor, pair, seconds, rate))


def main() -> None:
    """Measure with each number of clients on a server of its own, and say whether the bars hold."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--clients", type=int, nargs="+", default=[50, 200, 1000])
    reader.add_argument("--seconds", type=float, default=15.0)
    reader.add_argument("--rate", type=int, default=200)
    wanted = reader.parse_args()
    runs = [_figures_for(clients, wanted.seconds, wanted.rate) for clients in wanted.clients]
    for kind in ("event ms", "room message ms", "broadcast ms"):
        print(f"\n{kind}\n" + report.table([{"clients": run["clients"], **run[kind]} for run in runs]))
    plain = [{name: value for name, value in run.items() if not isinstance(value, dict)} for run in runs]
    print("\nclients\n" + report.table(plain))
    bars = [bar for run in runs for bar in _bars(run)]
    print("\nbars\n" + report.table(bars))
    print(f"\nwritten to {report.write('events', {'runs': runs, 'bars': bars})}")


def _bars(run: dict[str, Any]) -> list[dict[str, Any]]:
    clients = run["clients"]
    lost = sum(run[kind]["lost"] for kind in ("event ms", "room message ms", "broadcast ms"))
    bars = [report.verdict(f"lost with {clients} clients", lost, 0)]
    if clients <= 200:
        bars.append(report.verdict(f"event p95 ms with {clients} clients", run["event ms"]["p95"], 50))
        bars.append(report.verdict(f"broadcast p95 ms to {clients} pages", run["broadcast ms"]["p95"], 1000))
    return bars


if __name__ == "__main__":
    main()
