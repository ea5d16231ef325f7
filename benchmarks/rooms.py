"""A hundred rooms that signal at once: how long a signal takes from one seat to the other, and whether any is lost.

`make bench-rooms`; `ARGS="--rooms 20 --seconds 5"` for less. Both of each room are raw sockets in this process,
seated and acknowledging as browsers do; they say candidates in turn, at a fixed rate over all rooms.
"""

import argparse
import asyncio
import os
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks import people, report
from benchmarks.people import Pair
from benchmarks.server import Server, environment, serving
from benchmarks.signalling import Side, seated, signals

PORT = 4494
OPENING_AT_ONCE = 8


def main() -> None:
    """Seat everybody, let them talk, and say whether the bar holds."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--rooms", type=int, default=100)
    reader.add_argument("--seconds", type=float, default=15.0)
    reader.add_argument("--rate", type=int, default=200, help="signals per second, over all rooms")
    wanted = reader.parse_args()
    loads = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as scratch:
        settings = environment(Path(scratch), PORT)
        people.use_fresh_database(settings["DATABASE_URL"])
        pairs = [people.a_pair() for _ in range(wanted.rooms)]
        with serving(Path(scratch), settings) as server:
            run = asyncio.run(_measure(server, pairs, wanted.rate, wanted.seconds))
    loads.append(os.getloadavg()[0])
    bars = [
        report.verdict(f"signal p95 ms, {wanted.rooms} rooms", run["p95"], 50),
        report.verdict("signals lost", run["lost"], 0),
    ]
    print("\nfrom seat to seat, ms\n" + report.table([run]))
    print("\nbars\n" + report.table(bars) + f"\n\nload average before and after: {loads}")
    print(f"written to {report.write('rooms', {'run': run, 'bars': bars, 'load': loads})}")


async def _measure(server: Server, pairs: list[Pair], rate: int, seconds: float) -> dict[str, Any]:
    turn = asyncio.Semaphore(OPENING_AT_ONCE)
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
        AsyncExitStack() as opened,
    ):

        async def one(pair: Pair) -> tuple[Side, Side]:
            async with turn:
                return await opened.enter_async_context(seated(http, server.url, pair))

        began = time.monotonic()
        rooms = await asyncio.gather(*(one(pair) for pair in pairs))
        seated_in = time.monotonic() - began
        speakers = [side for sides in rooms for side in sides]
        talked = await signals(speakers, rate, seconds)
    return {"rooms": len(rooms), "seated in s": round(seated_in, 1), **talked}


if __name__ == "__main__":
    main()
