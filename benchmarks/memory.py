"""What the site takes in memory: just started, and with twenty people on it. `make bench-memory`.

Twenty: ten pairs in their rooms, talking, each person with their dashboard open in a second tab; and as many
strangers on the start page. All processes of `python -m peerlearn serve` count.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp

from benchmarks import people, report
from benchmarks.people import Pair
from benchmarks.server import Server, environment, serving
from benchmarks.traffic import handler
from tests.raw_tab import RawTab, open_tab

PORT = 4473
PAIRS = 10
OFFERINGS = 12
IDLE_SECONDS = 10.0
TALK_SECONDS = 30.0
LINE_EVERY = 0.5
SEND_LINE = "peerlearn___ui___pages___room___chat___state____chat_state.send_line"


def main() -> None:
    """Measure a fresh server, then the same one with people on it."""
    with tempfile.TemporaryDirectory(prefix="peerlearn-bench-") as scratch:
        settings = environment(Path(scratch), PORT)
        people.use_fresh_database(settings["DATABASE_URL"])
        people.a_mentor_with(OFFERINGS)
        pairs = [people.a_pair() for _ in range(PAIRS)]
        with serving(Path(scratch), settings) as server:
            time.sleep(IDLE_SECONDS)
            rows = [_row("idle", server), asyncio.run(_with_people(server, pairs))]
    print(report.table(rows))
    print(f"\nwritten to {report.write('memory', {'rows': rows})}")


async def _with_people(server: Server, pairs: Sequence[Pair]) -> dict[str, str | float]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http, AsyncExitStack() as tabs:
        seated: list[RawTab] = []
        for number, pair in enumerate(pairs):
            room = {"path": f"/session/{pair.room_id}/", "params": {"room_id": pair.room_id}}
            for role, person in (("mentor", pair.mentor), ("learner", pair.learner)):
                home = open_tab(http, server.url, f"/dashboard/{role}/", cookie=person.cookie)
                await tabs.enter_async_context(home)
                await tabs.enter_async_context(open_tab(http, server.url))
                tab = await tabs.enter_async_context(open_tab(http, server.url, **room, cookie=person.cookie))
                await tab.call(handler("room", "arrive"), {"instance": f"{role}-{number}"})
                seated.append(tab)
        await _talk(seated)
        return _row(f"{len(seated)} people", server)


async def _talk(seated: Sequence[RawTab]) -> None:
    until, number = time.monotonic() + TALK_SECONDS, 0
    while time.monotonic() < until:
        tab = seated[number % len(seated)]
        await tab.call(SEND_LINE, {"line_id": f"line-{number}", "text": "Can you hear me?"})
        number += 1
        await asyncio.sleep(LINE_EVERY / len(seated) * 2)
    assert all(tab.var("lines") for tab in seated), "somebody heard nothing"


def _row(when: str, server: Server) -> dict[str, str | float]:
    memory = server.memory()
    return {"when": when, "RSS MB": round(memory.rss), "PSS MB": round(memory.pss)}


if __name__ == "__main__":
    main()
