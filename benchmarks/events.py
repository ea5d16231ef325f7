"""Events over the socket: how fast they are answered, whether any is lost, what a client costs, and how long a
room message and a broadcast take. `make bench-events`; `ARGS="--clients 200 --seconds 5"` for less.

Clients are raw sockets in this process, signed in as learners with their dashboards open. The measured click is
`LearnerDashboardState.choose`, which opens the booking pop-up: it changes the page and nothing else. A broadcast
is a mentor publishing a session, first with every learner's dashboard open, then with as many start pages.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks import people, report
from benchmarks.people import Pair, Person
from benchmarks.server import Server, environment, serving
from benchmarks.signalling import seated, signals
from benchmarks.traffic import broadcasts, clicks
from tests.raw_tab import RawTab, open_tab

PORT = 4470
OFFERINGS = 12
OPENING_AT_ONCE = 16
ROOM_RATE = 50
KINDS = ("click", "room message", "to dashboards", "to start pages")


@dataclass(frozen=True)
class Cast:
    """Everybody who takes part."""

    learners: Sequence[Person]
    publishers: tuple[Person, Person]
    pair: Pair


def main() -> None:
    """Measure with each number of clients on a server of its own, and say whether the bars hold."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--clients", type=int, nargs="+", default=[50, 200, 1000])
    reader.add_argument("--seconds", type=float, default=15.0)
    reader.add_argument("--rate", type=int, default=200, help="clicks per second, over all clients")
    wanted = reader.parse_args()
    runs = [_run(clients, wanted.seconds, wanted.rate) for clients in wanted.clients]
    for kind in KINDS:
        print(f"\n{kind}, ms\n" + report.table([{"clients": run["clients"], **run[kind]} for run in runs]))
    print("\nclients\n" + report.table([{name: run[name] for name in run if name not in KINDS} for run in runs]))
    bars = [bar for run in runs for bar in _bars(run)]
    print("\nbars\n" + report.table(bars))
    print(f"\nwritten to {report.write('events', {'runs': runs, 'bars': bars})}")


def _run(clients: int, seconds: float, rate: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as scratch:
        settings = environment(Path(scratch), PORT)
        people.use_fresh_database(settings["DATABASE_URL"])
        people.a_mentor_with(OFFERINGS)
        publishers = (people.a_mentor_with(0), people.a_mentor_with(0))
        cast = Cast(people.learners(clients), publishers, people.a_pair())
        with serving(Path(scratch), settings) as server:
            return asyncio.run(_measure(server, cast, seconds, rate))


async def _measure(server: Server, cast: Cast, seconds: float, rate: int) -> dict[str, Any]:
    count = len(cast.learners)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        before, began = server.memory(), time.monotonic()
        async with _open(http, server.url, "/dashboard/learner/", [one.cookie for one in cast.learners]) as tabs:
            connected, after = time.monotonic() - began, server.memory()
            click = await clicks(server, tabs, rate, seconds)
            async with seated(http, server.url, cast.pair) as (mentor, _):
                room = await signals([mentor], ROOM_RATE, seconds)
            to_dashboards = await broadcasts(http, server, cast.publishers[0], tabs, hours_apart=2)
        async with _open(http, server.url, "/", [""] * count) as tabs:
            to_start_pages = await broadcasts(http, server, cast.publishers[1], tabs, hours_apart=1)
    return {
        "clients": count,
        "connects per second": round(count / connected),
        "KB per client": round((after.pss - before.pss) * 1024 / count),
        "server MB before": round(before.pss),
        "server MB after": round(after.pss),
        **dict(zip(KINDS, (click, room, to_dashboards, to_start_pages), strict=True)),
    }


@asynccontextmanager
async def _open(
    http: aiohttp.ClientSession, url: str, path: str, cookies: Sequence[str]
) -> AsyncIterator[list[RawTab]]:
    """One tab for each cookie, a few opening at a time."""
    turn = asyncio.Semaphore(OPENING_AT_ONCE)
    async with AsyncExitStack() as opened:

        async def one(cookie: str) -> RawTab:
            async with turn:
                return await opened.enter_async_context(open_tab(http, url, path, cookie=cookie))

        yield await asyncio.gather(*(one(cookie) for cookie in cookies))


def _bars(run: dict[str, Any]) -> list[dict[str, Any]]:
    clients = run["clients"]
    bars = [report.verdict(f"lost with {clients} clients", sum(run[kind]["lost"] for kind in KINDS), 0)]
    if clients <= 200:
        bars.append(report.verdict(f"click p95 ms with {clients} clients", run["click"]["p95"], 50))
        bars.append(report.verdict(f"broadcast p95 ms to {clients} start pages", run["to start pages"]["p95"], 1000))
    return bars


if __name__ == "__main__":
    main()
